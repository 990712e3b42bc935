package io.millrace.runtime.web;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Keeps pages of other sites away from a web server that has no log-in. Any page that is open in a browser here can send it requests:
 * with its own origin, which the browser names in {@code Origin}, or without one, as for an image, which the browser says in {@code
 * Sec-Fetch-Site}, or through a name of its own that it points at this machine, which then stands in {@code Host}.
 */
public final class PageGuard {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Predicate<String> ownHost;

    private PageGuard(Predicate<String> ownHost) {
        this.ownHost = ownHost;
    }

    /** For a server on loopback: it is asked as {@code localhost}, {@code 127.0.0.1} or {@code [::1]}. */
    public static PageGuard loopback() {
        return new PageGuard(LOOPBACK::contains);
    }

    /**
     * For a server in a network of containers: besides loopback it is asked by names without a dot, as containers have there and no
     * site has.
     */
    public static PageGuard neighbours() {
        return new PageGuard(host -> LOOPBACK.contains(host) || host.matches("[A-Za-z0-9][A-Za-z0-9_-]*"));
    }

    /**
     * For a server that listens at the address. Beyond loopback its names are not known: there, a page of another site is told by its
     * origin only.
     */
    public static PageGuard of(InetAddress address) {
        return address.isLoopbackAddress() ? loopback() : new PageGuard(null);
    }

    /**
     * Judges a request.
     *
     * @param header the first value of a header, null if there is none
     * @return why it is refused; empty if it is not
     */
    public Optional<String> refusal(UnaryOperator<String> header) {
        String host = withoutPort(header.apply("Host"));
        if (ownHost != null && !ownHost.test(host)) {
            return Optional.of("host must be localhost");
        }
        String origin = header.apply("Origin");
        if (origin == null && "cross-site".equals(header.apply("Sec-Fetch-Site"))) {
            // A link between two servers of this machine under its two names says where it comes from.
            origin = String.valueOf(header.apply("Referer"));
        }
        if (origin != null && !isOwn(hostOf(origin), host)) {
            return Optional.of("requests of other sites' pages are not answered");
        }
        return Optional.empty();
    }

    private boolean isOwn(String origin, String host) {
        return ownHost == null ? !origin.isEmpty() && origin.equalsIgnoreCase(host) : ownHost.test(origin);
    }

    private static String withoutPort(String host) {
        return host == null ? "" : host.replaceFirst(":\\d*$", "");
    }

    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException notAnAddress) {
            // Pages in sandboxes and files send "null", which is an address without a host.
            return "";
        }
    }
}
