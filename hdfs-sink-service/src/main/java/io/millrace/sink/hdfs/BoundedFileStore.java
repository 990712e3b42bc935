package io.millrace.sink.hdfs;

import io.millrace.runtime.retry.CallLimit;
import io.millrace.sink.port.FileEnd;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A store whose calls end in time: HDFS's client can wait for a NameNode or a pipeline far longer than Kafka waits for the
 * thread to poll. What was given up is an unknown outcome like any other, and the protocol finds out what became of it.
 */
public final class BoundedFileStore implements FileStore {
    private final FileStore store;
    private final CallLimit limit;
    private final Runnable progress;

    /** @param progress runs after each call that ended, however it ended, on the calling thread */
    public BoundedFileStore(FileStore store, CallLimit limit, Runnable progress) {
        this.store = store;
        this.limit = limit;
        this.progress = progress;
    }

    private <T> T call(String what, CallLimit.Bounded<T> bounded) throws IOException {
        try {
            return limit.call(what, bounded);
        } finally {
            // A call that was given up in time is progress too: an outage must not look like a thread that stands
            // still.
            progress.run();
        }
    }

    /** A stream that came after its call was given up belongs to nobody: it is closed, so that its threads and buffers end. */
    private <T extends Closeable> T opened(String what, CallLimit.Bounded<T> opening) throws IOException {
        AtomicReference<T> opened = new AtomicReference<>();
        try {
            return call(what, () -> {
                opened.set(opening.run());
                return opened.get();
            });
        } catch (IOException givenUp) {
            if (opened.get() != null) {
                try {
                    call("closing what is left of: " + what, () -> {
                        opened.get().close();
                        return null;
                    });
                } catch (IOException e) {
                    givenUp.addSuppressed(e);
                }
            }
            throw givenUp;
        }
    }

    @Override
    public OutputStream create(String path) throws IOException {
        OutputStream out = opened("create " + path, () -> store.create(path));
        String writing = "writing " + path;
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                call(writing, () -> {
                    out.write(bytes, offset, length);
                    return null;
                });
            }

            @Override
            public void flush() throws IOException {
                call(writing, () -> {
                    out.flush();
                    return null;
                });
            }

            @Override
            public void close() throws IOException {
                call("closing " + path, () -> {
                    out.close();
                    return null;
                });
            }
        };
    }

    @Override
    public InputStream open(String path) throws IOException {
        InputStream in = opened("open " + path, () -> store.open(path));
        String reading = "reading " + path;
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return call(reading, in::read);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return call(reading, () -> in.read(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }

    @Override
    public boolean rename(String from, String to) throws IOException {
        return call("rename to " + to, () -> store.rename(from, to));
    }

    @Override
    public boolean createFolder(String path) throws IOException {
        return call("making folder " + path, () -> store.createFolder(path));
    }

    @Override
    public boolean createFolders(String path) throws IOException {
        return call("making folder " + path, () -> store.createFolders(path));
    }

    @Override
    public boolean deleteTree(String path) throws IOException {
        return call("deleting " + path, () -> store.deleteTree(path));
    }

    @Override
    public boolean deleteEmptyFolder(String path) throws IOException {
        return call("deleting folder " + path, () -> store.deleteEmptyFolder(path));
    }

    @Override
    public Optional<FileInfo> stat(String path) throws IOException {
        return call("looking up " + path, () -> store.stat(path));
    }

    @Override
    public List<FileInfo> list(String folder) throws IOException {
        return call("listing " + folder, () -> store.list(folder));
    }

    @Override
    public Optional<String> fileSystemOf(String path) throws IOException {
        return call("looking up the file system of " + path, () -> store.fileSystemOf(path));
    }

    @Override
    public FileEnd end(String path, int most) throws IOException {
        return call("reading the end of " + path, () -> store.end(path, most));
    }
}
