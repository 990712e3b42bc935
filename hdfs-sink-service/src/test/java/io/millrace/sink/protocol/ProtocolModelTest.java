package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sink.protocol.ProtocolModel.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All interleavings of two writers with crashes, over the model of the protocol. */
class ProtocolModelTest {
    @Test
    void theProtocolIsExactInEveryReachableState() {
        ProtocolModel model = new ProtocolModel(Mistake.NONE);
        String violation = model.check();
        System.out.printf("Protocol model: %d states visited%n", model.states());
        assertThat(violation).isNull();
        assertThat(model.states()).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @EnumSource(value = Mistake.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theModelNoticesEveryDeliberateMistake(Mistake mistake) {
        assertThat(new ProtocolModel(mistake).check()).isNotNull();
    }
}
