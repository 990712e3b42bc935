package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The claim of one process on a data folder: two stacks over one folder would destroy each other's data. */
public final class StackLock implements AutoCloseable {
    /** The NameNode goes into safe mode below 100 MiB, Kafka preallocates indexes; with less than this nothing useful runs. */
    static final long MIN_FREE_BYTES = 512L << 20;

    private final FileChannel channel;

    private StackLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Claims the folder, making it, for its owner only, if it is missing.
     *
     * @throws ServiceException if it is in use, cannot be written or has too little room
     */
    public static StackLock claim(Path folder) {
        return tryClaim(folder).orElseThrow(() -> inUse(folder));
    }

    /** As {@link #claim}, but empty if another stack uses the folder. */
    public static Optional<StackLock> tryClaim(Path folder) {
        FileChannel channel = null;
        try {
            PrivateFolder.makeIfMissing(folder);
            channel =
                    FileChannel.open(folder.resolve("stack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < MIN_FREE_BYTES) {
                channel.close();
                throw new ServiceException("data folder " + folder + " has " + (free >> 20)
                        + " MiB free, must have at least " + (MIN_FREE_BYTES >> 20) + " MiB");
            }
            return Optional.of(new StackLock(channel));
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            return Optional.empty();
        } catch (IOException e) {
            closeQuietly(channel);
            throw new ServiceException("data folder " + folder + " cannot be written, must be a folder that "
                    + System.getProperty("user.name") + " may write to ("
                    + e.getClass().getSimpleName() + ": "
                    + e.getMessage() + ")");
        }
    }

    /** True if a running stack uses the folder. */
    public static boolean isHeld(Path folder) {
        if (!Files.exists(folder.resolve("stack.lock"))) {
            return false;
        }
        try (StackLock lock = tryClaim(folder).orElse(null)) {
            return lock == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static ServiceException inUse(Path folder) {
        return new ServiceException("data folder " + folder
                + " is in use by another running stack, must be used by one at a time; stop that one or name another folder"
                + " with --data");
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The claim failed already; its reason is what counts.
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
