package io.millrace.launcher.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stack.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackPortsTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void aPortThatAnotherProgramHasIsLeftOutAndThatIsSaid() throws Exception {
        int free = FreePorts.any();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackPorts ports = new StackPorts(taken.getLocalPort(), free, 0, 0, 0).freeOnes(1, told::add);
            assertThat(ports).isEqualTo(new StackPorts(0, free, 0, 0, 0));
            assertThat(told)
                    .containsExactly(
                            "Port " + taken.getLocalPort() + " is in use by another program: Kafka takes another one.");
        }
    }

    @Test
    void severalBrokersNeedAllPortsOfTheirRow() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StackPorts ports = new StackPorts(taken.getLocalPort() - 1, 0, 0, 0, 0).freeOnes(2, told::add);
            assertThat(ports.kafka()).isZero();
        }
    }
}
