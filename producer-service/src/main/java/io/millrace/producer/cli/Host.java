package io.millrace.producer.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this machine. */
final class Host {
    private Host() {}

    static String name() {
        String fromEnvironment = System.getenv("HOSTNAME");
        if (fromEnvironment != null && !fromEnvironment.isBlank()) {
            return fromEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
