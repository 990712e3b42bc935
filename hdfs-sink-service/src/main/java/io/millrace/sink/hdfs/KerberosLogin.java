package io.millrace.sink.hdfs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.authentication.util.KerberosUtil;

/**
 * Who this process is on HDFS, and how it shows that. Hadoop knows one log-in for each JVM, and renews that of a keytab by itself.
 *
 * @param principal as it was given; {@code _HOST} in it stands for this machine's name; empty for whoever has a ticket cache here
 * @param keytab file with the principal's keys, given with it
 */
record KerberosLogin(Optional<String> principal, Optional<String> keytab) {
    private static final Pattern ANY = Pattern.compile(".*");

    /**
     * Logs in if there is anything to log in with.
     *
     * @throws io.millrace.stream.RefusedException if somebody has to change a setting, a keytab or the KDC
     * @throws IOException if the KDC is away
     */
    void logIn(Configuration configuration) throws IOException {
        try {
            UserGroupInformation.setConfiguration(configuration);
            if (principal.isPresent()) {
                UserGroupInformation.loginUserFromKeytab(name(), keytab.orElseThrow());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw KerberosFailures.ofLogin(e, this);
        }
    }

    /** Gets a new ticket where the one of {@link #logIn} is about to end; fails as that does. */
    void renew() throws IOException {
        if (principal.isEmpty()) {
            return;
        }
        try {
            UserGroupInformation.getLoginUser().checkTGTAndReloginFromKeytab();
        } catch (IOException e) {
            throw KerberosFailures.ofLogin(e, this);
        }
    }

    /** The principal, with this machine's name in place of {@code _HOST}. */
    String name() {
        String given = principal.orElseThrow();
        try {
            // Hadoop itself only does that for its servers' names.
            return given.contains("/_HOST")
                    ? given.replace(
                            "/_HOST",
                            "/"
                                    + InetAddress.getLocalHost()
                                            .getCanonicalHostName()
                                            .toLowerCase(Locale.ROOT))
                    : given;
        } catch (UnknownHostException unnamed) {
            return given;
        }
    }

    /** Who logs in and with what, for sentences. */
    String described() {
        return principal.isPresent() ? name() + " (keytab " + keytab.orElseThrow() + ")" : "the ticket cache";
    }

    /** Whose keys the keytab holds; empty if that cannot be read. */
    List<String> named() {
        try {
            return List.of(KerberosUtil.getPrincipalNames(keytab.orElseThrow(), ANY));
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }
}
