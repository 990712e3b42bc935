package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on loopback. */
final class FreePorts {
    private FreePorts() {}

    /** The given port if it is free, or any free one for 0. */
    static int choose(String option, int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            throw new ServiceException(
                    option + " is " + wanted + ", must be a free port on 127.0.0.1: " + e.getMessage());
        }
    }
}
