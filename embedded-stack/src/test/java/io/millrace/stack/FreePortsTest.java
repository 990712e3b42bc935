package io.millrace.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.ServiceException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void noPortIsGivenTwiceOrLiesWhereOutgoingConnectionsTakeTheirs() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            int port = FreePorts.any();
            assertThat(given.add(port)).as("port %d is new", port).isTrue();
            assertThat(port).isBetween(20_000, 32_767);
        }
    }

    @Test
    void aPortInUseIsRefusedWithItsOption() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> FreePorts.choose("--kafka-port", taken.getLocalPort()))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageStartingWith(
                            "--kafka-port is " + taken.getLocalPort() + ", must be a free port on 127.0.0.1");
        }
    }
}
