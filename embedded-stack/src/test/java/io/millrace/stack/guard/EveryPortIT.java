package io.millrace.stack.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivilegedExceptionAction;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole stack, asked at each port that it listens at as a browser asks for a page of another site, and by another user. */
class EveryPortIT {
    private static final int PATIENCE_MS = 60_000;
    /** What a Hadoop RPC port says to anything that looks like HTTP. */
    private static final String RPC = "It looks like you are making an HTTP request to a Hadoop IPC port";

    @TempDir
    Path folder;

    @Test
    void noPortTakesWhatABrowserSendsForAnotherSite() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "skipped: no /proc to find the listening ports by");
        Set<Integer> before = listening();
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(folder.resolve("data")))) {
            try (Admin admin = Admin.create(
                            Map.of("bootstrap.servers", stack.kafka().bootstrapServers()));
                    FileSystem files = stack.hdfs().newClient()) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
                Set<Integer> ports = new TreeSet<>(listening());
                ports.removeAll(before);
                assertThat(ports)
                        .contains(
                                stack.kafka().port(),
                                stack.hdfs().port(),
                                stack.hdfs().webPort(),
                                stack.database().port(),
                                stack.hdfs().cluster().getDataNodes().get(0).getInfoPort(),
                                stack.hdfs().cluster().getDataNodes().get(0).getXferPort())
                        .hasSizeGreaterThanOrEqualTo(9);
                for (int port : ports) {
                    String own = "127.0.0.1:" + port;
                    refused(port, request("POST", own, "Origin: http://evil.example\r\nContent-Type: text/plain\r\n"));
                    refused(port, request("POST", "evil.example:" + port, "Content-Type: text/plain\r\n"));
                    refused(port, request("GET", "evil.example:" + port, ""));
                    refused(port, request("GET", own, "Sec-Fetch-Site: cross-site\r\n"));
                    refused(
                            port,
                            request(
                                    "GET",
                                    own,
                                    "Origin: http://evil.example\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"));
                    refused(
                            port,
                            request(
                                    "OPTIONS",
                                    own,
                                    "Origin: http://evil.example\r\nAccess-Control-Request-Method: PUT\r\n"));
                }
                // All of them still work.
                assertThat(admin.listTopics().names().get(1, TimeUnit.MINUTES)).containsExactly("kept");
                assertThat(files.listStatus(new org.apache.hadoop.fs.Path("/"))).isEmpty();
                try (Connection connection = stack.database().connect();
                        Statement statement = connection.createStatement()) {
                    assertThat(statement.execute("SELECT 1")).isTrue();
                }
            }
        }
    }

    @Test
    void anotherUserOfThisMachineFindsAllDoorsClosed() throws Exception {
        Path data = folder.resolve("data");
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(data))) {
            for (Path closed : List.of(data, data.resolve("hdfs"), data.resolve("kafka"), data.resolve("database"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
                        .as(closed.toString())
                        .isEqualTo("rwx------");
            }
            UserGroupInformation other = UserGroupInformation.createUserForTesting("other", new String[] {"others"});
            FileSystem theirs = other.doAs((PrivilegedExceptionAction<FileSystem>) stack.hdfs()::newClient);
            try (theirs) {
                assertThatThrownBy(() -> theirs.listStatus(new org.apache.hadoop.fs.Path("/")))
                        .isInstanceOf(AccessControlException.class);
                assertThatThrownBy(() -> theirs.mkdirs(new org.apache.hadoop.fs.Path("/theirs")))
                        .isInstanceOf(AccessControlException.class);
            }
            assertThatThrownBy(() -> DriverManager.getConnection(
                            stack.database().jdbcUrl(), stack.database().user(), ""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Wrong user name or password");
        }
    }

    private static String request(String method, String host, String headers) {
        return method + " /webhdfs/v1/?op=LISTSTATUS HTTP/1.1\r\nHost: " + host + "\r\n" + headers
                + "Connection: close\r\n" + (method.equals("POST") ? "Content-Length: 4\r\n\r\nmore" : "\r\n");
    }

    private static void refused(int port, String request) throws IOException {
        String answer = answer(port, request);
        assertThat(answer)
                .as("port " + port + " to " + request)
                .satisfiesAnyOf(
                        nothing -> assertThat(nothing).isEmpty(),
                        forbidden -> assertThat(forbidden).startsWith("HTTP/1.1 403"),
                        noHttp -> assertThat(noHttp).startsWith("HTTP/1.1 400"),
                        rpc -> assertThat(rpc).contains(RPC),
                        // What the others say in their own binary way, as to anybody who does not speak it.
                        binary -> assertThat(binary).doesNotContain("HTTP/"));
        assertThat(answer).doesNotContain("FileStatus", "Access-Control-Allow-Origin");
    }

    /** All that the server says until it ends the connection. */
    private static String answer(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            // Reset: it did not even read all of it.
            return "";
        }
    }

    /** The TCP ports that this process listens at, as Linux tells them. */
    private static Set<Integer> listening() throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path file : open.toList()) {
                try {
                    sockets.add(Files.readSymbolicLink(file).toString());
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        Set<Integer> ports = new TreeSet<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.trim().split("\\s+");
                if (columns[3].equals("0A") && sockets.contains("socket:[" + columns[9] + "]")) {
                    ports.add(Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }
}
