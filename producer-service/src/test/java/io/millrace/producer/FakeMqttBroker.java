package io.millrace.producer;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An MQTT broker that takes every client, and does with each subscription what it was told to. */
final class FakeMqttBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int SUBSCRIBE = 8;

    private final ServerSocket server;
    private final boolean version5;
    private final Answer answer;
    private final AtomicInteger subscriptions = new AtomicInteger();

    /** What it does with a subscription. */
    interface Answer {
        /** No answer. */
        int NONE = -1;

        /** The code of the answer. */
        int code();

        /** The words of the answer. */
        default String words() {
            return "";
        }
    }

    FakeMqttBroker(boolean version5, Answer answer) throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.version5 = version5;
        this.answer = answer;
        Thread thread = new Thread(this::accept, "fake-mqtt");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Subscriptions that it has heard of. */
    int subscriptions() {
        return subscriptions.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                serve(new DataInputStream(client.getInputStream()), client.getOutputStream());
            } catch (IOException e) {
                // The client has gone, or the test is over.
                continue;
            }
        }
    }

    private void serve(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int type = in.readUnsignedByte() >> 4;
            byte[] packet = in.readNBytes(length(in));
            if (type == CONNECT) {
                out.write(version5 ? new byte[] {0x20, 3, 0, 0, 0} : new byte[] {0x20, 2, 0, 0});
            } else if (type == SUBSCRIBE) {
                subscriptions.incrementAndGet();
                if (answer.code() != Answer.NONE) {
                    out.write(subAck(packet[0], packet[1]));
                }
            }
            out.flush();
        }
    }

    private byte[] subAck(byte idHigh, byte idLow) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(idHigh);
        body.write(idLow);
        if (version5) {
            byte[] words = answer.words().getBytes(StandardCharsets.UTF_8);
            // Properties: the reason string, if there is one.
            body.write(words.length == 0 ? 0 : 3 + words.length);
            if (words.length > 0) {
                body.write(0x1f);
                body.write(0);
                body.write(words.length);
                body.write(words);
            }
        }
        body.write(answer.code());
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x90);
        packet.write(body.size());
        body.writeTo(packet);
        return packet.toByteArray();
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int part = in.readUnsignedByte();
            length |= (part & 0x7f) << shift;
            if ((part & 0x80) == 0) {
                return length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
