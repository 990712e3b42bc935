package io.millrace.sink.write;

import io.millrace.sink.commit.CommittedFile;
import io.millrace.sink.format.DataFile;
import io.millrace.sink.format.TopicFormat;
import java.io.IOException;
import java.io.OutputStream;

/** A data file being written, with what the commit record will say about it. */
final class OpenFile {
    final PartitionWriter owner;
    final String folder;
    final DataFile data;
    private final String temporary;
    private final CountingStream out;
    private final long firstOffset;
    long lastOffset;
    /** What the budget believes this file holds. */
    long budgeted;

    OpenFile(
            PartitionWriter owner,
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
        } catch (IOException | RuntimeException e) {
            closeQuietly();
            throw e;
        }
    }

    /** Completes and durably closes the file. */
    CommittedFile finish(FileNaming naming) throws IOException {
        data.finish();
        long rows = data.rows();
        out.close();
        String name = naming.name(firstOffset, lastOffset + 1);
        String path = folder.isEmpty() ? name : folder + "/" + name;
        return new CommittedFile(temporary, path, out.length(), rows, out.crc32c(), firstOffset, lastOffset);
    }

    /** Throws the file away. The temporary file stays for the next owner's clean-up. */
    void abandon() {
        data.abandon();
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException expected) {
            // The file is thrown away, often because this very store is failing. Closing ends the lease.
            return;
        }
    }

    /** Names data files. */
    @FunctionalInterface
    interface FileNaming {
        String name(long startOffset, long nextOffset);
    }
}
