package io.millrace.sink.hdfs;

import io.millrace.sink.port.FileEnd;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.HdfsBlockLocation;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/** Files on HDFS through the client's {@link FileContext}, whose rename can refuse to replace. Thread-safe. */
public final class HdfsFileStore implements FileStore {
    /**
     * Heap that the client holds for a file being written: the packet that is being filled, 64 KiB, and what surrounds it. The
     * packets on their way, {@link HdfsConnection#PACKETS_IN_FLIGHT} of a file at most, are those of the one or two files that
     * were written to last: they are part of what a process needs anyway.
     */
    public static final int STREAM_BYTES = 96 << 10;

    private final FileContext context;
    private final EnumSet<CreateFlag> createFlags;
    private final HdfsFailures failures;

    /** What closing a file means. */
    public enum Durability {
        /** On the disks of the DataNodes: survives that all of them lose power at once. */
        SYNCED,
        /** In the memory of the DataNodes at least: what HDFS does by itself. */
        REPLICATED
    }

    HdfsFileStore(FileContext context, Durability durability, KerberosLogin login) {
        this.context = context;
        this.failures = new HdfsFailures(login);
        this.createFlags = durability == Durability.SYNCED
                ? EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK)
                : EnumSet.of(CreateFlag.CREATE);
    }

    @Override
    public OutputStream create(String path) throws IOException {
        return new Output(
                path, translate(path, () -> context.create(at(path), createFlags, CreateOpts.donotCreateParent())));
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return translate(to, () -> {
            context.rename(at(from), at(to), Rename.NONE);
            failures.proved();
            return true;
        });
    }

    @Override
    public boolean createFolder(String path) throws IOException {
        return mkdir(path, false);
    }

    @Override
    public boolean createFolders(String path) throws IOException {
        return mkdir(path, true);
    }

    private boolean mkdir(String path, boolean andThoseAbove) throws IOException {
        return translate(path, () -> {
            context.mkdir(at(path), FsPermission.getDirDefault(), andThoseAbove);
            return true;
        });
    }

    @Override
    public boolean deleteTree(String path) throws IOException {
        try {
            return translate(path, () -> context.delete(at(path), true));
        } catch (NoSuchFileException nothingThere) {
            return false;
        }
    }

    @Override
    public boolean deleteEmptyFolder(String path) throws IOException {
        try {
            return translate(path, () -> {
                try {
                    return context.delete(at(path), false);
                } catch (PathIsNotEmptyDirectoryException somethingIsIn) {
                    return false;
                }
            });
        } catch (NoSuchFileException nothingThere) {
            return false;
        }
    }

    @Override
    public Optional<FileInfo> stat(String path) throws IOException {
        try {
            return Optional.of(info(translate(path, () -> context.getFileStatus(at(path)))));
        } catch (NoSuchFileException nothingThere) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileInfo> list(String folder) throws IOException {
        try {
            return translate(folder, () -> {
                List<FileInfo> entries = new ArrayList<>();
                RemoteIterator<FileStatus> statuses = context.listStatus(at(folder));
                while (statuses.hasNext()) {
                    entries.add(info(statuses.next()));
                }
                return entries;
            });
        } catch (NoSuchFileException nothingThere) {
            return List.of();
        }
    }

    /** The block pool: HDFS's name for one file system's blocks, given when it is formatted. */
    @Override
    public Optional<String> fileSystemOf(String path) throws IOException {
        BlockLocation[] blocks = translate(path, () -> context.getFileBlockLocations(at(path), 0, 1));
        return blocks != null && blocks.length > 0 && blocks[0] instanceof HdfsBlockLocation located
                ? Optional.of(located.getLocatedBlock().getBlock().getBlockPoolId())
                : Optional.empty();
    }

    @Override
    public InputStream open(String path) throws IOException {
        return translate(path, () -> context.open(at(path)));
    }

    @Override
    public FileEnd end(String path, int most) throws IOException {
        return translate(path, () -> {
            try (FSDataInputStream in = context.open(at(path))) {
                // HDFS's own stream brings the length along; asking for it would be another call of the NameNode.
                long length = in instanceof HdfsDataInputStream known
                        ? known.getVisibleLength()
                        : context.getFileStatus(at(path)).getLen();
                byte[] tail = new byte[(int) Math.min(most, length)];
                in.readFully(length - tail.length, tail);
                return new FileEnd(length, tail);
            }
        });
    }

    private <T> T translate(String path, HdfsFailures.Call<T> call) throws IOException {
        return failures.translate(path, call);
    }

    private static FileInfo info(FileStatus status) {
        return new FileInfo(
                status.getPath().getName(), status.isDirectory(), status.isDirectory() ? 0 : status.getLen());
    }

    /** A file being written; what HDFS refuses in the middle of it, a block for want of quota, is told as a refusal too. */
    private final class Output extends OutputStream {
        private final String path;
        private final OutputStream out;

        Output(String path, OutputStream out) {
            this.path = path;
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            translate(path, () -> {
                out.write(bytes, offset, length);
                return null;
            });
        }

        @Override
        public void flush() throws IOException {
            translate(path, () -> {
                out.flush();
                return null;
            });
        }

        @Override
        public void close() throws IOException {
            translate(path, () -> {
                out.close();
                return null;
            });
        }
    }

    /** The file system's own root is the empty text in front of all that is below it. */
    private static Path at(String path) {
        return new Path(path.isEmpty() ? "/" : path);
    }
}
