package io.millrace.sink.observe;

import io.millrace.record.PartitionId;
import io.millrace.sink.write.BadRecords;
import io.millrace.stream.Clock;
import java.util.OptionalLong;
import org.slf4j.Logger;

/**
 * Says in the log that records are put aside: the first one for each reason and topic, then once a minute how many more.
 * A topic that is garbage from end to end must neither look like one without records nor fill the disk. Thread-safe.
 */
final class BadRecordLog {
    /** Reasons that are told apart; what comes beyond them is counted as one. */
    private static final int MOST_REASONS = 100;

    private final Logger log;
    private final OncePerMinute<Reason> told;

    /** @param text the reason without what differs from record to record */
    private record Reason(String topic, String text) {}

    BadRecordLog(Logger log, Clock clock) {
        this.log = log;
        this.told = new OncePerMinute<>(clock);
    }

    synchronized void refused(PartitionId partition, long offset, BadRecords action, String reason) {
        Reason kind = new Reason(partition.topic(), kind(reason));
        if (!told.knows(kind) && told.kinds() >= MOST_REASONS) {
            kind = new Reason("", "");
        }
        OptionalLong since = told.tell(kind, 1);
        if (since.isEmpty()) {
            return;
        }
        String more = since.getAsLong() == 0 ? "" : " (and " + since.getAsLong() + " more since the last such line)";
        log.warn(
                "Record {}: topic={} partition={} offset={} reason={}{}",
                action == BadRecords.SKIP ? "skipped" : "goes to the dead letters",
                partition.topic(),
                partition.partition(),
                offset,
                reason,
                more);
    }

    /** Numbers and what stands in quotes are the record's, not the reason's. */
    private static String kind(String reason) {
        return reason.replaceAll("'[^']*'|\"[^\"]*\"", "''").replaceAll("\\d+", "0");
    }
}
