package io.millrace.console.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who may see the console where others can reach it. */
public sealed interface Login {
    /**
     * Judges a request.
     *
     * @param header the first value of a header, null if there is none
     */
    boolean admits(UnaryOperator<String> header);

    /** What {@code WWW-Authenticate} tells a browser; empty if it cannot log in here. */
    Optional<String> challenge();

    /** A user and a password (RFC 7617); whoever serves it beyond one machine puts TLS in front. */
    record Password(String user, String password) implements Login {
        @Override
        public boolean admits(UnaryOperator<String> header) {
            String given = header.apply("Authorization");
            String wanted = "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            // In constant time: how long it takes must not tell how much of it was right.
            return given != null
                    && MessageDigest.isEqual(
                            given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> challenge() {
            return Optional.of("Basic realm=\"Millrace\", charset=\"UTF-8\"");
        }

        @Override
        public String toString() {
            return "Password[user=" + user + "]";
        }
    }

    /** A proxy in front has found out who it is, and names him in a header that it lets nobody else set. */
    record ProxyHeader(String name) implements Login {
        @Override
        public boolean admits(UnaryOperator<String> header) {
            String user = header.apply(name);
            return user != null && !user.isBlank();
        }

        @Override
        public Optional<String> challenge() {
            return Optional.empty();
        }
    }
}
