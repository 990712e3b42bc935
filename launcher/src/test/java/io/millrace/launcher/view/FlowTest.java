package io.millrace.launcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowTest {
    @Test
    void aTopicWithoutOffsetsHasNoRecordsYet() {
        assertThat(Flow.NONE.text()).isEqualTo("no records yet");
        assertThat(new Flow(0, 0, 0, 0, false).text()).isEqualTo("no records yet");
    }

    @Test
    void recordsAreShownNotOffsets() {
        assertThat(new Flow(2000, 20, 1300, 1234, true).text()).isEqualTo("1,234 of 1,300 records");
        assertThat(new Flow(2, 2, 1, 0, true).text()).isEqualTo("0 of 1 record");
    }

    @Test
    void whatIsNotCountedYetIsSaidToBeAGuess() {
        assertThat(new Flow(2000, 0, 2000, 2000, false).text()).isEqualTo("about 2,000 of 2,000 records");
    }
}
