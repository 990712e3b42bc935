package io.millrace.sink.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.SettingsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogsTest {
    @Test
    void noSecretIsPrinted() {
        assertThat(Catalogs.printable(Map.of(
                                "type", "jdbc",
                                "uri", "jdbc:mariadb://me:one@db/lake?password=two",
                                "jdbc.password", "three",
                                "credential", "four",
                                "token", "five"))
                        .toString())
                .contains("jdbc:mariadb://***@db/lake?***")
                .doesNotContain("one", "two", "three", "four", "five");
    }

    @ParameterizedTest
    @CsvSource({
        "hadoop, --catalog-property type=hadoop needs --catalog-property warehouse=",
        "jdbc, --catalog-property type=jdbc needs --catalog-property warehouse=",
        "rest, --catalog-property type=rest needs --catalog-property uri=",
        "hive, 'type is ''hive'', must be hadoop, rest or jdbc'"
    })
    void aCatalogThatCannotBeOpenedIsToldBeforeAnythingIsDone(String type, String sentence) {
        assertThatThrownBy(() -> Catalogs.check(Map.of("type", type)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({"device, device", "HOURS( at ), hour(at)", "'bucket(16, id)', 'bucket(16, id)'", "day(a.b), day(a.b)"})
    void aFieldOfAPartitioningIsReadAsIcebergWritesIt(String text, String read) {
        assertThat(PartitionTerm.of(text)).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "week(at)", "bucket(id)", "bucket(0, id)", "hour(3, at)", "a b", "hour(at"})
    void whatIsNoneIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> PartitionTerm.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is not a column");
    }
}
