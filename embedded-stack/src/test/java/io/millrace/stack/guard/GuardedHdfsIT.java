package io.millrace.stack.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stack.EmbeddedHdfs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a page in a browser could do to the embedded HDFS, as the browser would send it. */
class GuardedHdfsIT {
    private static final org.apache.hadoop.fs.Path FILE = new org.apache.hadoop.fs.Path("/kept.txt");
    private static final Pattern LOCATION = Pattern.compile("(?im)^location: (\\S+)$");

    @TempDir
    Path folder;

    @Test
    void pagesFromElsewhereNeitherReadNorChangeTheFileSystem() throws Exception {
        try (EmbeddedHdfs hdfs = new EmbeddedHdfs(folder, 0, 0, 1, Map.of())) {
            hdfs.start();
            try (FileSystem files = hdfs.newClient()) {
                try (OutputStream out = files.create(FILE)) {
                    out.write("kept".getBytes(StandardCharsets.UTF_8));
                }
                String name = "127.0.0.1:" + hdfs.webPort();
                String truncate = "/webhdfs/v1/kept.txt?op=TRUNCATE&newlength=0&user.name=" + user();
                String append = "/webhdfs/v1/kept.txt?op=APPEND&user.name=" + user();

                // A simple request, which a browser sends for any page without asking first.
                assertThat(send(hdfs.webPort(), "POST", truncate, name, "http://evil.example"))
                        .startsWith("HTTP/1.1 403");
                // A name of the page's own that points here: the browser takes it for one site.
                assertThat(send(hdfs.webPort(), "POST", truncate, "evil.example:" + hdfs.webPort(), null))
                        .startsWith("HTTP/1.1 403");
                assertThat(send(hdfs.webPort(), "GET", "/webhdfs/v1/kept.txt?op=OPEN", "evil.example", null))
                        .startsWith("HTTP/1.1 403");
                assertThat(send(hdfs.webPort(), "GET", "/jmx", "evil.example", null))
                        .startsWith("HTTP/1.1 403");

                // Programs on this machine go on as before, and learn where the DataNode is.
                String redirect = send(hdfs.webPort(), "POST", append, name, null);
                assertThat(redirect).startsWith("HTTP/1.1 307");
                Matcher location = LOCATION.matcher(redirect);
                assertThat(location.find()).isTrue();
                URI dataNode = URI.create(location.group(1));
                String path = dataNode.getRawPath() + "?" + dataNode.getRawQuery();
                String itself = "127.0.0.1:" + dataNode.getPort();
                assertThat(send(dataNode.getPort(), "POST", path, itself, "http://evil.example"))
                        .startsWith("HTTP/1.1 403");
                assertThat(send(dataNode.getPort(), "POST", path, "evil.example:" + dataNode.getPort(), null))
                        .startsWith("HTTP/1.1 403");
                assertThat(files.getFileStatus(FILE).getLen()).isEqualTo(4);

                assertThat(send(dataNode.getPort(), "POST", path, itself, null)).startsWith("HTTP/1.1 200");
                assertThat(files.getFileStatus(FILE).getLen()).isEqualTo(4 + "more".length());
            }
        }
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    /** The head of the answer. Java's own client refuses to send another Host. */
    private static String send(int port, String method, String path, String host, String origin) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n")
                    + "Content-Type: application/octet-stream\r\nConnection: close\r\n"
                    + (method.equals("POST") ? "Content-Length: 4\r\n\r\nmore" : "\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String head = head(in);
            return head.startsWith("HTTP/1.1 100") ? head(in) : head;
        }
    }

    private static String head(BufferedReader in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }
}
