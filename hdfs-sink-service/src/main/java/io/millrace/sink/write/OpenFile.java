package io.millrace.sink.write;

import io.millrace.formats.TopicFormat;
import io.millrace.formats.file.DataFile;
import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.port.FileEnd;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A data file being written, with what the commit record will say about it. */
final class OpenFile {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFile.class);

    final BatchFiles owner;
    final String folder;
    final DataFile data;
    /** Records handed to the file, by our own count. */
    long appended;

    private final String temporary;
    private final CountingStream out;
    private final long firstOffset;
    long lastOffset;
    /** Event time of the latest record of its folder in the batch, once it is finished; Long.MIN_VALUE if there is none. */
    long latest = Long.MIN_VALUE;
    /** What the budget believes this file holds. */
    long budgeted;

    OpenFile(
            BatchFiles owner,
            String folder,
            String temporary,
            OutputStream stored,
            TopicFormat format,
            long firstOffset)
            throws IOException {
        this.owner = owner;
        this.folder = folder;
        this.temporary = temporary;
        this.firstOffset = firstOffset;
        this.lastOffset = firstOffset;
        this.out = new CountingStream(stored);
        try {
            this.data = format.open(out);
        } catch (IOException | RuntimeException | Error e) {
            letGo();
            throw e;
        }
    }

    /**
     * Completes the file; {@link #close} must follow, and nothing else.
     *
     * @throws IllegalStateException if the file's writer counts other rows than it was given
     */
    void complete() throws IOException {
        data.finish();
        if (data.rows() != appended) {
            throw new IllegalStateException("file " + temporary + " says that it has " + data.rows() + " rows, but "
                    + appended + " were written to it");
        }
    }

    /**
     * Durably closes the completed file, on any thread, and looks at what the store has of it: a commit record must never name a file
     * that is not whole.
     *
     * @throws IOException if the store failed, or does not have what was written
     */
    CommittedFile close(FileNaming naming, FileStore store, String tenureFolder) throws IOException {
        out.close();
        FileEnd end = store.end(tenureFolder + "/" + temporary, CountingStream.TAIL);
        if (end.length() != out.length() || !Arrays.equals(end.tail(), out.tail())) {
            throw new IOException("file " + tenureFolder + "/" + temporary + " is not whole in the store: it has "
                    + end.length() + " bytes, " + out.length() + " were written"
                    + (end.length() == out.length() ? ", and they end otherwise" : ""));
        }
        String name = naming.name(firstOffset, lastOffset + 1);
        String path = folder.isEmpty() ? name : folder + "/" + name;
        return new CommittedFile(
                temporary,
                path,
                out.length(),
                appended,
                out.crc32c(),
                firstOffset,
                lastOffset,
                latest == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(latest));
    }

    /** Throws the file away, whatever state it is in. The temporary file stays for the next owner's clean-up. */
    void abandon() {
        try {
            data.abandon();
        } catch (RuntimeException e) {
            // A writer that failed half-way may fail again; the other files of the batch must still be let go.
            LOG.debug("The buffers of {} could not be given back", temporary, e);
        }
        letGo();
    }

    /** Closes the file for no other reason than to end its lease, on any thread. */
    void letGo() {
        try {
            out.close();
        } catch (IOException | RuntimeException expected) {
            // The file is thrown away, often because this very store is failing.
            LOG.debug("{} is thrown away and could not be closed", temporary, expected);
        }
    }

    /** Names data files. */
    @FunctionalInterface
    interface FileNaming {
        String name(long startOffset, long nextOffset);
    }
}
