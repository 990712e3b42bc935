package io.millrace.runtime.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps pages of other sites away from a web server that has no log-in. Any page that is open in a browser here can send it requests:
 * with its own origin, which the browser names in {@code Origin}, or without one, as for an image, which the browser says in {@code
 * Sec-Fetch-Site}, or through a name of its own that it points at this machine, which then stands in {@code Host}.
 */
public final class PageGuard {
    private static final Pattern NAME_WITHOUT_DOT = Pattern.compile("[a-z0-9][a-z0-9_-]*");
    private static final Pattern PORT = Pattern.compile(":\\d*$");
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
        return new PageGuard(host ->
                LOOPBACK.contains(host) || NAME_WITHOUT_DOT.matcher(host).matches());
    }

    /** This guard for a server that is asked by these names or addresses, too; without ports. */
    public PageGuard and(Collection<String> hosts) {
        if (ownHost == null) {
            return this;
        }
        Set<String> more = hosts.stream().map(PageGuard::lower).collect(Collectors.toSet());
        return new PageGuard(host -> ownHost.test(host) || more.contains(host));
    }

    /**
     * For a server that listens at the address: on loopback it is asked by the address or the name that it was made of, too. Beyond
     * loopback its names are not known: there, a page of another site is told by its origin only.
     */
    public static PageGuard of(InetAddress address) {
        if (!address.isLoopbackAddress()) {
            return new PageGuard(null);
        }
        // The name without asking anybody for it, if there is one.
        String name = new InetSocketAddress(address, 0).getHostString();
        return loopback().and(List.of(name, address.getHostAddress()));
    }

    /**
     * Judges a request.
     *
     * @param header the first value of a header, null if there is none
     * @return why it is refused; empty if it is not
     */
    public Optional<String> refusal(UnaryOperator<String> header) {
        String asked = header.apply("Host");
        String origin = header.apply("Origin");
        String site = header.apply("Sec-Fetch-Site");
        if (asked == null && origin == null && site == null) {
            // Every browser names the host; a proxy's check in HTTP/1.0 does not.
            return Optional.empty();
        }
        String host = lower(withoutPort(asked));
        if (ownHost != null && !ownHost.test(host)) {
            return Optional.of("host must be localhost");
        }
        if (origin == null && "cross-site".equals(site)) {
            // A link between two servers of this machine under its two names says where it comes from.
            origin = String.valueOf(header.apply("Referer"));
        }
        if (origin != null && !isOwn(hostOf(origin), host)) {
            return Optional.of("requests of other sites' pages are not answered");
        }
        return Optional.empty();
    }

    private boolean isOwn(String origin, String host) {
        return ownHost == null ? !origin.isEmpty() && origin.equals(host) : ownHost.test(origin);
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    private static String withoutPort(String host) {
        return host == null ? "" : PORT.matcher(host).replaceFirst("");
    }

    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : lower(host);
        } catch (IllegalArgumentException notAnAddress) {
            // Pages in sandboxes and files send "null", which is an address without a host.
            return "";
        }
    }
}
