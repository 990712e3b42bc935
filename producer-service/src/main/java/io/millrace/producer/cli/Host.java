package io.millrace.producer.cli;

import io.millrace.runtime.cli.Problems;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The name and the addresses of this machine. */
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

    /** The address to listen at; empty, and a problem noted, if it is none. */
    static Optional<InetAddress> listen(String option, String address, Problems problems) {
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            problems.add(option + " is '" + address + "', must be an address of this machine");
            return Optional.empty();
        }
    }
}
