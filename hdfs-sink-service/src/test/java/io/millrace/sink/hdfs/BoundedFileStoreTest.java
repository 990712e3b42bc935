package io.millrace.sink.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.retry.CallLimit;
import io.millrace.sink.port.FileEnd;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundedFileStoreTest {
    private final AtomicLong now = new AtomicLong();
    private final CallLimit limit = new CallLimit(Duration.ofSeconds(60), now::get);
    private final Stuck stuck = new Stuck();
    private final AtomicLong progress = new AtomicLong();
    private final FileStore store = new BoundedFileStore(stuck, limit, progress::incrementAndGet);

    /** A use of the store that hangs in one of its calls. */
    private record Use(String name, Hanging use) {
        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    private interface Hanging {
        void on(FileStore store, Stuck stuck) throws IOException;
    }

    /** A store that hangs once told to, until the thread is interrupted, as Hadoop's client does. */
    private final class Stuck implements FileStore {
        private boolean hangs;

        private void call() throws IOException {
            if (!hangs) {
                return;
            }
            Thread watchdog = new Thread(() -> {
                now.addAndGet(Duration.ofSeconds(61).toNanos());
                limit.check();
            });
            watchdog.start();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted");
            }
        }

        @Override
        public OutputStream create(String path) throws IOException {
            call();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    call();
                }

                @Override
                public void flush() throws IOException {
                    call();
                }

                @Override
                public void close() throws IOException {
                    call();
                }
            };
        }

        @Override
        public boolean rename(String from, String to) throws IOException {
            call();
            return true;
        }

        @Override
        public boolean createFolder(String path) throws IOException {
            call();
            return true;
        }

        @Override
        public boolean createFolders(String path) throws IOException {
            call();
            return true;
        }

        @Override
        public boolean deleteTree(String path) throws IOException {
            call();
            return true;
        }

        @Override
        public boolean deleteEmptyFolder(String path) throws IOException {
            call();
            return true;
        }

        @Override
        public Optional<FileInfo> stat(String path) throws IOException {
            call();
            return Optional.empty();
        }

        @Override
        public List<FileInfo> list(String folder) throws IOException {
            call();
            return List.of();
        }

        @Override
        public InputStream open(String path) throws IOException {
            call();
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    call();
                    return -1;
                }
            };
        }

        @Override
        public FileEnd end(String path, int most) throws IOException {
            call();
            return new FileEnd(0, new byte[0]);
        }

        @Override
        public Optional<String> fileSystemOf(String path) throws IOException {
            call();
            return Optional.empty();
        }
    }

    static Stream<Use> uses() {
        return Stream.of(
                use("create", FileStore::create),
                new Use("write", (store, stuck) -> {
                    OutputStream out = store.create("/a");
                    stuck.hangs = true;
                    out.write(new byte[] {1, 2});
                }),
                new Use("flush", (store, stuck) -> {
                    OutputStream out = store.create("/a");
                    stuck.hangs = true;
                    out.flush();
                }),
                new Use("close", (store, stuck) -> {
                    OutputStream out = store.create("/a");
                    stuck.hangs = true;
                    out.close();
                }),
                new Use("read", (store, stuck) -> {
                    InputStream in = store.open("/a");
                    stuck.hangs = true;
                    in.readAllBytes();
                }),
                use("open", FileStore::open),
                use("rename", (store, path) -> store.rename("/b", path)),
                use("createFolder", FileStore::createFolder),
                use("createFolders", FileStore::createFolders),
                use("deleteTree", FileStore::deleteTree),
                use("deleteEmptyFolder", FileStore::deleteEmptyFolder),
                use("stat", FileStore::stat),
                use("list", FileStore::list),
                use("fileSystemOf", FileStore::fileSystemOf),
                use("end", (store, path) -> store.end(path, 8)));
    }

    @FunctionalInterface
    private interface OfPath {
        Object on(FileStore store, String path) throws IOException;
    }

    private static Use use(String name, OfPath call) {
        return new Use(name, (store, stuck) -> {
            stuck.hangs = true;
            call.on(store, "/a");
        });
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whateverHangsIsGivenUpAndLeavesTheThreadAsItWas(Use use) {
        assertThatThrownBy(() -> use.use().on(store, stuck))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/a")
                .hasMessageEndingWith("did not come to an end within 60 s and was given up");
        assertThat(Thread.interrupted()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whatComesBackIsProgress(Use use) throws IOException {
        Stuck quick = new Stuck();
        use.use().on(new BoundedFileStore(quick, limit, progress::incrementAndGet), new Stuck());
        assertThat(progress).hasPositiveValue();
    }

    @Test
    void aStreamThatComesAfterItsCallWasGivenUpIsClosed() {
        AtomicLong closed = new AtomicLong();
        FileStore late = (FileStore) Proxy.newProxyInstance(
                FileStore.class.getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    now.addAndGet(Duration.ofSeconds(61).toNanos());
                    limit.check();
                    return new OutputStream() {
                        @Override
                        public void write(int b) {}

                        @Override
                        public void close() {
                            closed.incrementAndGet();
                        }
                    };
                });
        assertThatThrownBy(() -> new BoundedFileStore(late, limit, progress::incrementAndGet).create("/a"))
                .hasMessageEndingWith("did not come to an end within 60 s and was given up");
        assertThat(closed).hasValue(1);
        assertThat(Thread.interrupted()).isFalse();
    }
}
