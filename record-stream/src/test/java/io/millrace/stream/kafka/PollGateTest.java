package io.millrace.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PollGateTest {
    private static final ByteBuffer VALUE = ByteBuffer.allocate(10);

    private static Headers headers(int bytes) {
        return new RecordHeaders().add("h", new byte[bytes]).add("none", null);
    }

    @Test
    void aPollEndsByTheBytesOfHeadersToo() {
        PollGate gate = new PollGate(10_000);
        gate.open();
        assertThat(gate.deserialize("t", headers(6_000), VALUE)).isSameAs(VALUE);
        assertThatThrownBy(() -> gate.deserialize("t", headers(6_000), VALUE))
                .isInstanceOf(SerializationException.class);
        gate.deserialize("t", headers(100), VALUE);

        gate.open();
        gate.deserialize("t", headers(20_000), VALUE);
        assertThatThrownBy(() -> gate.deserialize("t", headers(0), VALUE)).isInstanceOf(SerializationException.class);
    }
}
