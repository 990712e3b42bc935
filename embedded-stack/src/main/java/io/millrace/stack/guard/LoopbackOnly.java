package io.millrace.stack.guard;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests a web server on loopback answers. Any page that is open in a browser here can send it requests: with its own
 * origin, which the browser names in {@code Origin}, or through a name of its own that it points at loopback, which then stands
 * in {@code Host}.
 */
public final class LoopbackOnly {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private LoopbackOnly() {}

    /**
     * Judges a request.
     *
     * @param host the header {@code Host}, null if there is none
     * @param origin the header {@code Origin}, null if there is none, as for programs that are not browsers
     * @return why it is refused; empty if it is not
     */
    public static Optional<String> refusal(String host, String origin) {
        if (host == null || !NAMES.contains(host.replaceFirst(":\\d*$", ""))) {
            return Optional.of("host must be localhost");
        }
        if (origin != null && !NAMES.contains(hostOf(origin))) {
            return Optional.of("requests of other sites' pages are not answered");
        }
        return Optional.empty();
    }

    private static String hostOf(String origin) {
        try {
            return String.valueOf(URI.create(origin).getHost());
        } catch (IllegalArgumentException notAnAddress) {
            // "null" too, which pages in sandboxes and files send.
            return "";
        }
    }
}
