package io.millrace.producer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpAddressTest {
    @Test
    void listensToOthersOnlyWithAToken() throws Exception {
        RunningCommand http =
                new RunningCommand("http", "--bootstrap-servers=127.0.0.1:1", "--address=0.0.0.0", "--port=0");
        assertThat(http.status()).isEqualTo(2);
        assertThat(http.errors())
                .contains("--address is '0.0.0.0', must be a loopback address unless --token-file or"
                        + " HTTP_SOURCE_TOKEN gives a token");
    }
}
