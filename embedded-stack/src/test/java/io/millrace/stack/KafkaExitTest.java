package io.millrace.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaExitTest {
    @TempDir
    Path folder;

    @Test
    void aBrokerThatEndsOnAFullDiskSaysSo() {
        assertThat(KafkaExit.likelyReason(Set.of(folder), Long.MAX_VALUE))
                .startsWith("the disk is full: " + folder + " has ")
                .endsWith(" MiB free. Make room and start again; what was stored is not lost");
    }

    @Test
    void anyOtherReasonIsInTheLogThatIsNamed() {
        assertThat(KafkaExit.likelyReason(Set.of(folder), 0))
                .isEqualTo("the reason is in kafka.log, in the folder logs beside " + folder);
    }
}
