package io.millrace.sink.commit;

import io.millrace.sink.port.FileStore;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A partition's commit records in their order, from anywhere in the log's past on: what is made of the log afterwards, a
 * table for instance, reads it here. Owns nothing and changes nothing; works beside an owner at work.
 */
public final class LogHistory {
    private static final int READ_ATTEMPTS = 5;

    private final CommitLog log;
    private final PartitionFolders folders;

    /** @param segmentSize records per segment of the log */
    public LogHistory(FileStore store, PartitionFolders folders, int segmentSize) {
        this.log = new CommitLog(store, folders, segmentSize);
        this.folders = folders;
    }

    /**
     * How far the log has come.
     *
     * @param last its last record
     * @param inPlace the files of all records up to this sequence number are where readers find them, or were there once; -1 if
     *     that can be said of none
     */
    public record State(CommitRecord last, long inPlace) {}

    /**
     * How far the log has come now; empty if it was never begun.
     *
     * @throws DamagedLogException if records are missing or damaged
     */
    public Optional<State> state() throws IOException {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            Optional<CommitRecord> last = log.last();
            if (last.isEmpty()) {
                return Optional.empty();
            }
            try {
                boolean settled = log.waiting(last.get()).isEmpty();
                // Before a batch is published, all files of those before it are in place.
                return Optional.of(new State(
                        last.get(), settled ? last.get().sequence() : last.get().pending() - 1));
            } catch (NoSuchFileException movedOn) {
                // The unfinished batch was finished and folded meanwhile.
            }
        }
        throw movesTooFast();
    }

    /**
     * The records behind this one, in order, up to another: fewer than all when they name many files.
     *
     * @param after sequence number of the record before the first one; -1 for all
     * @param upTo sequence number of the last one, which must be in the log
     * @param mostFiles ends behind the record with which they name so many files
     * @throws DamagedLogException if records are missing or damaged
     */
    public List<CommitRecord> read(long after, long upTo, int mostFiles) throws IOException {
        List<CommitRecord> records = new ArrayList<>();
        List<CommitRecord> archived = List.of();
        int files = 0;
        for (long sequence = after + 1; sequence <= upTo && files < mostFiles; sequence++) {
            CommitRecord record = of(archived, sequence);
            if (record == null) {
                try {
                    record = log.read(sequence);
                } catch (NoSuchFileException folded) {
                    archived = archive(log.segmentOf(sequence));
                    record = of(archived, sequence);
                }
            }
            if (record == null) {
                throw new DamagedLogException("the commit log " + folders.log() + " has no record " + sequence
                        + ", though it has record " + upTo + "; run audit to see what is missing");
            }
            records.add(record);
            files += record.files().size();
        }
        return records;
    }

    private static CommitRecord of(List<CommitRecord> records, long sequence) {
        if (records.isEmpty()) {
            return null;
        }
        long index = sequence - records.get(0).sequence();
        return index >= 0 && index < records.size() ? records.get((int) index) : null;
    }

    /** The archive is whole before the first record of its segment goes; empty if there is none. */
    private List<CommitRecord> archive(long segment) throws IOException {
        String path = folders.archivedSegment(segment);
        byte[] all;
        try {
            all = log.readAll(path);
        } catch (NoSuchFileException missing) {
            return List.of();
        }
        List<CommitRecord> records = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(all), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                CommitRecord record = CommitRecordCodec.decode(
                        (line + "\n").getBytes(StandardCharsets.UTF_8), path + " line " + (records.size() + 1));
                if (!records.isEmpty()
                        && record.sequence() != records.get(records.size() - 1).sequence() + 1) {
                    throw new DamagedLogException("archive " + path + " has record " + record.sequence() + " behind "
                            + records.get(records.size() - 1).sequence() + "; run audit to see what is missing");
                }
                records.add(record);
            }
        }
        return records;
    }

    private IOException movesTooFast() {
        return new IOException("the log " + folders.log() + " moves on faster than it can be read");
    }
}
