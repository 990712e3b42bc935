package io.millrace.sink.observe;

import io.millrace.record.PartitionId;
import io.millrace.sink.write.BadRecords;
import io.millrace.stream.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Says in the log that records are put aside: the first one for each reason and topic, then once a minute how many more.
 * A topic that is garbage from end to end must neither look like one without records nor fill the disk. Thread-safe.
 */
final class BadRecordLog {
    private static final long INTERVAL_MILLIS = 60_000;
    /** Reasons that are told apart; what comes beyond them is counted as one. */
    private static final int MOST_REASONS = 100;

    private final Logger log;
    private final Clock clock;
    private final Map<Reason, Told> told = new LinkedHashMap<>();

    /** @param text the reason without what differs from record to record */
    private record Reason(String topic, String text) {}

    private static final class Told {
        private long at;
        private long since;
    }

    BadRecordLog(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    synchronized void refused(PartitionId partition, long offset, BadRecords action, String reason) {
        Reason kind = new Reason(partition.topic(), kind(reason));
        if (!told.containsKey(kind) && told.size() >= MOST_REASONS) {
            kind = new Reason("", "");
        }
        long now = clock.monotonicMillis();
        Told before = told.get(kind);
        if (before != null && now - before.at < INTERVAL_MILLIS) {
            before.since++;
            return;
        }
        String more =
                before == null || before.since == 0 ? "" : " (and " + before.since + " more since the last such line)";
        log.warn(
                "Record {}: topic={} partition={} offset={} reason={}{}",
                action == BadRecords.SKIP ? "skipped" : "goes to the dead letters",
                partition.topic(),
                partition.partition(),
                offset,
                reason,
                more);
        Told next = new Told();
        next.at = now;
        told.put(kind, next);
    }

    /** Numbers and what stands in quotes are the record's, not the reason's. */
    private static String kind(String reason) {
        return reason.replaceAll("'[^']*'|\"[^\"]*\"", "''").replaceAll("\\d+", "0");
    }
}
