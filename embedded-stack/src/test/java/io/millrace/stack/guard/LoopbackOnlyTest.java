package io.millrace.stack.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackOnlyTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "127.0.0.1:9870, -",
                "localhost:9870, -",
                "localhost, -",
                "[::1]:9870, -",
                "127.0.0.1:9870, http://127.0.0.1:9870",
                "127.0.0.1:9864, http://localhost:9870",
                "localhost:9864, http://[::1]:9870"
            })
    void answersThisMachine(String host, String origin) {
        assertThat(LoopbackOnly.refusal(host, origin)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -",
                "evil.example:9870, -",
                "127.0.0.1.evil.example, -",
                "localhost.evil.example:80, -",
                "evil.example:9870, http://evil.example:9870",
                "127.0.0.1:9870, https://evil.example",
                "127.0.0.1:9870, http://localhost.evil.example",
                "127.0.0.1:9870, http://localhost@evil.example",
                "127.0.0.1:9870, null",
                "127.0.0.1:9870, file://",
                "127.0.0.1:9870, ::"
            })
    void refusesOthers(String host, String origin) {
        assertThat(LoopbackOnly.refusal(host, origin)).isPresent();
    }
}
