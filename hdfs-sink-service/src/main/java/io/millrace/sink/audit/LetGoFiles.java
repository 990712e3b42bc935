package io.millrace.sink.audit;

import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.commit.LargeFiles;
import io.millrace.sink.commit.LetGo;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.commit.UpkeepLog;
import io.millrace.sink.commit.UpkeepRecord;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells the files of one partition that are not missed, and those of them that are there all the same. */
final class LetGoFiles {
    private static final long ALL = -1;

    private final UpkeepLog log;
    private final LetGo letGo;
    private final Set<String> acknowledgements = new LinkedHashSet<>();
    private long deleted = -1;
    /** A log that could not be read is told once, and not asked again. */
    private boolean readable;

    private long expiredFiles;
    private long expiredRows;
    private long acknowledgedFiles;
    private long acknowledgedRows;
    private long waitingFiles;

    LetGoFiles(FileStore store, PartitionFolders folders) {
        this.log = new UpkeepLog(store, folders);
        this.letGo = new LetGo(log);
    }

    /** Reads the upkeep log. */
    void begin() throws IOException {
        // First: whoever has set the mark had deleted the files, and one that is seen later came back.
        deleted = log.deleted();
        letGo.refresh(ALL);
        readable = true;
    }

    /** What has become large, by what was read of the log. */
    LargeFiles large() {
        return letGo.large();
    }

    boolean isNamed(String path) {
        return letGo.names(path);
    }

    /** The same by what the log says at this moment. */
    boolean isNamedNow(String path) throws IOException {
        if (readable) {
            letGo.refresh(ALL);
        }
        return isNamed(path);
    }

    /**
     * Counts a file that is named.
     *
     * @param isThere whether it is in its place
     * @return what is wrong with that
     */
    Optional<String> check(CommittedFile file, boolean isThere) {
        UpkeepRecord.Summary record = letGo.record(file.path()).orElseThrow();
        String when = record.time().truncatedTo(ChronoUnit.SECONDS) + " by " + record.by();
        if (record.kind() == UpkeepRecord.Kind.EXPIRE) {
            if (isThere && record.sequence() <= deleted) {
                return Optional.of("expired " + when + " and was deleted, and is there again: readers count its "
                        + file.rows() + " records; move it away");
            }
            if (isThere) {
                waitingFiles++;
                return Optional.empty();
            }
            expiredFiles++;
            expiredRows += file.rows();
            return Optional.empty();
        }
        if (isThere) {
            return Optional.of("was acknowledged as taken away " + when + ", and is there again: readers count its "
                    + file.rows() + " records, and tables do without them; move it away");
        }
        acknowledgedFiles++;
        acknowledgedRows += file.rows();
        acknowledgements.add(when + (record.reason().isEmpty() ? "" : ": " + record.reason()));
        return Optional.empty();
    }

    LetGoAudit audit() {
        return new LetGoAudit(
                expiredFiles,
                expiredRows,
                acknowledgedFiles,
                acknowledgedRows,
                waitingFiles,
                List.copyOf(acknowledgements));
    }
}
