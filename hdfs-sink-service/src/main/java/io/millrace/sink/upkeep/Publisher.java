package io.millrace.sink.upkeep;

import io.millrace.sink.commit.LargeFile;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import io.millrace.stream.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Writes records behind the end of an upkeep log as it was seen. */
final class Publisher {
    private final Upkeeper who;
    private final Clock clock;

    Publisher(Upkeeper who, Clock clock) {
        this.who = who;
        this.clock = clock;
    }

    /**
     * @param behind the last record that was seen
     * @return false if somebody else was faster: what was chosen may not be right any more
     */
    boolean publish(UpkeepLog log, long behind, UpkeepRecord.Kind kind, List<LetGoFile> files, long allBefore)
            throws IOException {
        return publish(log, behind, kind, files, allBefore, List.of());
    }

    /** The same of files that become large ones. */
    boolean publish(UpkeepLog log, long behind, List<LargeFile> large, long lookedBefore) throws IOException {
        return publish(log, behind, UpkeepRecord.Kind.COMPACT, List.of(), lookedBefore, large);
    }

    private boolean publish(
            UpkeepLog log,
            long behind,
            UpkeepRecord.Kind kind,
            List<LetGoFile> files,
            long allBefore,
            List<LargeFile> large)
            throws IOException {
        return log.publish(new UpkeepRecord(
                behind + 1,
                who.ids().get(),
                kind,
                who.by(),
                Instant.ofEpochMilli(clock.millis()),
                who.reason(),
                files,
                allBefore,
                large));
    }
}
