package io.millrace.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port in front of a server on loopback that can be shut: whoever connects is refused then, as where no server runs. */
final class TcpGate implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;

    /** Open from the start. */
    TcpGate(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = server.getLocalPort();
        accept(server);
    }

    int port() {
        return port;
    }

    /** Refuses connections, and ends those that there are. */
    void shut() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    /** Takes connections again. */
    void open() throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        accept(server);
    }

    private void accept(ServerSocket accepting) {
        start(() -> {
            while (true) {
                Socket client = accepting.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(behind);
                start(() -> copy(client, behind));
                start(() -> copy(behind, client));
            }
        });
    }

    private static void copy(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        in.transferTo(out);
        to.shutdownOutput();
    }

    /** What a connection does until it ends, which it tells by an exception. */
    private interface Life {
        void run() throws IOException;
    }

    private static void start(Life life) {
        Thread thread = new Thread(
                () -> {
                    try {
                        life.run();
                    } catch (IOException ended) {
                        // Closed by either side, or by the gate.
                        Thread.currentThread().interrupt();
                    }
                },
                "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        shut();
    }
}
