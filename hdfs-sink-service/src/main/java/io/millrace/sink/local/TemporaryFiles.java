package io.millrace.sink.local;

import io.millrace.sink.port.SpillSpace;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files in a local folder that have no name: each is unlinked as soon as it is open, so that the operating system gives
 * its room back when the process ends, by {@code kill -9} too. Thread-safe; its files are not.
 */
public final class TemporaryFiles implements SpillSpace {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFiles.class);

    /** The JDK copies what it writes or reads through memory outside of the heap, as much as one call has. */
    private static final int PIECE = 128 << 10;

    private final Path folder;

    /** @param folder made when the first file is, if it is missing */
    public TemporaryFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public SpillFile create() throws IOException {
        Files.createDirectories(folder);
        Path path = Files.createTempFile(folder, "millrace-sink-", ".spill");
        try {
            return new Unnamed(FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private record Unnamed(FileChannel channel) implements SpillFile {
        @Override
        public void append(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                done += channel.write(ByteBuffer.wrap(bytes, offset + done, Math.min(PIECE, length - done)));
            }
        }

        @Override
        public void read(long position, byte[] into, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                ByteBuffer piece = ByteBuffer.wrap(into, offset + done, Math.min(PIECE, length - done));
                int count = channel.read(piece, position + done);
                if (count < 0) {
                    throw new EOFException("spilled rows end before byte " + (position + length));
                }
                done += count;
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("A spilled file could not be closed; its room comes back when the process ends", e);
            }
        }
    }
}
