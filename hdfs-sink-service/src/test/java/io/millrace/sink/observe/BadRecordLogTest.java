package io.millrace.sink.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.PartitionId;
import io.millrace.sink.sim.SimClock;
import io.millrace.sink.write.BadRecords;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Garbage is told of, once for each reason and minute. */
class BadRecordLogTest {
    private static final PartitionId ZERO = new PartitionId("t", 0);

    private final SimClock clock = new SimClock();
    private final Lines lines = new Lines();
    private final BadRecordLog log = new BadRecordLog(lines, clock);

    /** Keeps what is logged. */
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final transient List<String> all = new ArrayList<>();

        @Override
        protected String getFullyQualifiedCallerName() {
            return Logger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String message, Object[] arguments, Throwable cause) {
            all.add(level + " " + MessageFormatter.basicArrayFormat(message, arguments));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    private void refused(long offset, String reason) {
        log.refused(ZERO, offset, BadRecords.DEAD_LETTER, reason);
    }

    @Test
    void theFirstRecordOfAReasonIsNamedAndTheOthersAreCounted() {
        for (int i = 0; i < 1_000; i++) {
            refused(i, "value is not JSON: byte 0x0" + i % 10 + " at " + i);
        }
        refused(1_000, "field 'a' is missing");
        refused(1_001, "field 'b' is missing");
        assertThat(lines.all)
                .containsExactly(
                        "WARN Record goes to the dead letters: topic=t partition=0 offset=0 reason=value is not JSON: byte"
                                + " 0x00 at 0",
                        "WARN Record goes to the dead letters: topic=t partition=0 offset=1000 reason=field 'a' is"
                                + " missing");
    }

    @Test
    void aMinuteLaterItIsSaidAgainWithTheNumberInBetween() {
        refused(0, "bad 1");
        refused(1, "bad 2");
        refused(2, "bad 3");
        clock.advance(60_000);
        refused(3, "bad 4");
        assertThat(lines.all)
                .hasSize(2)
                .last()
                .asString()
                .endsWith("offset=3 reason=bad 4 (and 2 more since the last such line)");
    }

    @Test
    void skippedRecordsAreToldOfToo() {
        log.refused(ZERO, 7, BadRecords.SKIP, "bad");
        assertThat(lines.all).containsExactly("WARN Record skipped: topic=t partition=0 offset=7 reason=bad");
    }

    @Test
    void reasonsWithoutEndAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            refused(i, "reason " + Integer.toString(i, 36).replaceAll("\\d", "x") + "y".repeat(i % 300));
        }
        assertThat(lines.all).hasSizeLessThanOrEqualTo(101);
    }
}
