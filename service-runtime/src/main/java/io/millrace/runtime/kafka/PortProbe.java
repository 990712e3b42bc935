package io.millrace.runtime.kafka;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Looks what a port speaks, by a few bytes of its own. Kafka's clients must not be the first to look: they take what TLS answers to a
 * plain request for the length of a message of 300 MB, and fill the heap with it.
 */
final class PortProbe {
    private static final int CONNECT_MS = 3_000;
    private static final int ANSWER_MS = 5_000;
    /** Numbers of Kafka's protocol. */
    private static final short SASL_HANDSHAKE = 17;

    private static final short UNSUPPORTED_MECHANISM = 33;
    private static final int CORRELATION = 0x6d696c6c;
    /** Far more than any answer to a handshake has. */
    private static final int LONGEST_ANSWER = 65_536;

    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;

    private final InetSocketAddress address;

    PortProbe(InetSocketAddress address) {
        this.address = address;
    }

    /** True if what answers a greeting of TLS is TLS. */
    boolean speaksTls() {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(hello());
            int type = socket.getInputStream().read();
            int version = socket.getInputStream().read();
            return (type == TLS_HANDSHAKE || type == TLS_ALERT) && version == TLS_MAJOR_VERSION;
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * Asks in plain Kafka how one may log in.
     *
     * @return the mechanisms, none if nobody need log in; empty if what answers is no plain Kafka
     */
    Optional<List<String>> plainMechanisms() {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(handshake());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 0 || length > LONGEST_ANSWER || in.readInt() != CORRELATION) {
                return Optional.empty();
            }
            List<String> mechanisms = new ArrayList<>();
            if (in.readShort() == UNSUPPORTED_MECHANISM) {
                for (int left = in.readInt(); left > 0; left--) {
                    mechanisms.add(new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8));
                }
            }
            return Optional.of(mechanisms);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(address, CONNECT_MS);
            socket.setSoTimeout(ANSWER_MS);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A SaslHandshake request of version 1 for a mechanism that nobody has. */
    private static byte[] handshake() throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(request);
        out.writeShort(SASL_HANDSHAKE);
        out.writeShort(1);
        out.writeInt(CORRELATION);
        out.writeUTF("millrace-probe");
        out.writeUTF("NONE");
        byte[] bytes = request.toByteArray();
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] hello() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        // Nobody is trusted and nothing is sent: only the first answer is looked at.
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer bytes = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), bytes);
        byte[] hello = new byte[bytes.position()];
        bytes.flip().get(hello);
        return hello;
    }
}
