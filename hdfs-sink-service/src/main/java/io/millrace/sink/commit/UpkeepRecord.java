package io.millrace.sink.commit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * One entry of a partition's upkeep log: files that the commit log names and that are to be there no more, or that are to become large
 * ones. What is stored is the commit log less what these records let go.
 *
 * @param sequence its place in the upkeep log, from 0 without gaps
 * @param id tells the record from every other one, also from one of the same content
 * @param kind what is done to the files
 * @param by who did it
 * @param time when, by that one's clock
 * @param reason in words
 * @param files which files are let go
 * @param allBefore all files of commit records before this sequence number are let go by this record and those before it; of a
 *     compaction, that nothing before it is left to be looked at
 * @param large which files become large ones; empty but for compaction
 */
public record UpkeepRecord(
        long sequence,
        String id,
        Kind kind,
        String by,
        Instant time,
        String reason,
        List<LetGoFile> files,
        long allBefore,
        List<LargeFile> large) {

    /** What is done to files. */
    public enum Kind {
        /** They are older than was asked for: whoever wrote the record deletes them, or who comes next. */
        EXPIRE,
        /** Somebody took them away, and a person says that it is known. */
        ACKNOWLEDGE,
        /** Small ones become large ones: whoever wrote the record sees to it, or who comes next. Nothing is let go. */
        COMPACT
    }

    /** One that lets files go. */
    public UpkeepRecord(
            long sequence,
            String id,
            Kind kind,
            String by,
            Instant time,
            String reason,
            List<LetGoFile> files,
            long allBefore) {
        this(sequence, id, kind, by, time, reason, files, allBefore, List.of());
    }

    /**
     * A record without its files.
     *
     * @param sequence its place in the upkeep log
     * @param kind why the files are let go
     * @param by who did it
     * @param time when
     * @param reason in words
     */
    public record Summary(long sequence, Kind kind, String by, Instant time, String reason) {
        public Summary {
            requireNonNull(kind, "kind");
            requireNonNull(by, "by");
            requireNonNull(time, "time");
            requireNonNull(reason, "reason");
        }
    }

    /** The same without its files. */
    public Summary summary() {
        return new Summary(sequence, kind, by, time, reason);
    }

    /**
     * A committed file that is let go, or becomes a part of a large one.
     *
     * @param path relative to the data root, as the commit log names it
     * @param rows records in it
     * @param bytes its length
     * @param commit sequence number of the commit record that names it
     */
    public record LetGoFile(String path, long rows, long bytes, long commit) {
        public LetGoFile {
            requireNonNull(path, "path");
        }

        /** The file of this commit record. */
        public static LetGoFile of(CommitRecord record, CommittedFile file) {
            return new LetGoFile(file.path(), file.rows(), file.length(), record.sequence());
        }
    }

    public UpkeepRecord {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(by, "by");
        requireNonNull(time, "time");
        requireNonNull(reason, "reason");
        files = List.copyOf(files);
        large = List.copyOf(large);
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence + " must not be negative");
        }
    }
}
