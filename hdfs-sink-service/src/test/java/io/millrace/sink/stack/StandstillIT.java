package io.millrace.sink.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.sink.protocol.SinkWithoutMemory;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process works or it ends: servers that never answer, memory that runs out. */
@ExtendWith(SharedStack.class)
class StandstillIT {
    @TempDir
    private Path folder;

    private final TestStack stack;
    private final Sinks sinks;

    StandstillIT(TestStack stack) {
        this.stack = stack;
        this.sinks = new Sinks(stack);
    }

    /** Takes connections and never says a word, as a NameNode does that stands in a long collection of garbage. */
    private static final class SilentServer implements AutoCloseable {
        private final ServerSocket listening;
        private final List<Socket> taken = new ArrayList<>();

        SilentServer() throws IOException {
            listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
            Thread acceptor = new Thread(this::accept, "silent-server");
            acceptor.setDaemon(true);
            acceptor.start();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    synchronized (taken) {
                        taken.add(socket);
                    }
                }
            } catch (IOException closed) {
                return;
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
            synchronized (taken) {
                for (Socket socket : taken) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aNameNodeThatNeverAnswersIsAnOutageAndNoHindranceToAStop() throws Exception {
        sinks.topic("silent");
        stack.produce("silent", 2, 0, 10);
        try (SilentServer silent = new SilentServer()) {
            int port = FreePorts.any();
            List<String> arguments = Sinks.without(sinks.run("silent"), "-Dfs.defaultFS");
            arguments.add("-Dfs.defaultFS=hdfs://127.0.0.1:" + silent.listening.getLocalPort());
            arguments.add("--hdfs-timeout=1s");
            arguments.add("--http-port=" + port);
            Sinks.Running sink = new Sinks.Running(arguments);
            assertThat(Sinks.awaitUnhealthy(port)).contains("HDFS at hdfs://127.0.0.1");
            await().atMost(Sinks.PATIENCE)
                    .until(() -> Sinks.page(port, "/health").body().contains("did not come to an end within 1 s"));
            assertThat(Sinks.page(port, "/live").status()).isEqualTo(200);
            assertThat(sink.stop().status()).isZero();
        }
        TestStack.Ran later = Sinks.command(sinks.run("silent", "--until-end"));
        assertThat(later.status()).as(later.err()).isZero();
        sinks.assertExact("silent", 10);
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.millrace.formats.lines.LineFile.append returns",
                "io.millrace.sink.write.OpenFile.close returns",
                "io.millrace.sink.commit.CommitLog.publish returns"
            })
    void aProcessWithoutMemoryEndsAtOnceAndHasCommittedNothingHalf(String where) throws Exception {
        String topic = "memory-" + where.replaceAll(".*\\.([a-z]+) .*", "$1");
        sinks.topic(topic);
        stack.produce(topic, 2, 0, 30);
        Path log = folder.resolve(topic + ".log");
        Process sink = TestStack.startProcess(
                SinkWithoutMemory.class.getName(),
                log,
                List.of("-Dwithout.memory=" + where),
                sinks.run(topic, "--roll-records=4"));
        try {
            assertThat(sink.waitFor(Sinks.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the process ends by itself")
                    .isTrue();
        } finally {
            sink.destroyForcibly();
        }
        assertThat(sink.exitValue()).as(Files.readString(log)).isEqualTo(1);
        assertThat(Files.readString(log)).contains("out of memory");
        TestStack.Ran later = Sinks.command(sinks.run(topic, "--until-end"));
        assertThat(later.status()).as(later.err()).isZero();
        sinks.assertExact(topic, 30);
    }
}
