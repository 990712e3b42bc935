package io.millrace.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1048576, 1048576",
        "10B, 10",
        "1KB, 1000",
        "1KiB, 1024",
        "64MiB, 67108864",
        "64 mib, 67108864",
        "1MB, 1000000",
        "2GB, 2000000000",
        "1GiB, 1073741824"
    })
    void aNumberMayHaveAUnit(String text, long bytes) {
        assertThat(DataSize.of(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GiB", "1 TB", "1Mi", "999999999999999999GiB"})
    void anythingElseIsNoSize(String text) {
        assertThatThrownBy(() -> DataSize.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a size below 8 EiB such as 1048576, 64MiB or 1GB");
    }

    @ParameterizedTest
    @CsvSource({"67108864, 64MiB", "1000000, 1000000", "1024, 1KiB", "0, 0", "4294967296, 4GiB"})
    void itIsSaidInItsLargestUnitAndThatCanBeReadAgain(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
        assertThat(DataSize.of(text)).isEqualTo(new DataSize(bytes));
    }
}
