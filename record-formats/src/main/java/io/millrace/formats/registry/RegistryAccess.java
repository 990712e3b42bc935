package io.millrace.formats.registry;

import java.net.URI;
import java.util.Optional;

/** How a registry is told who asks. No form of it prints a secret. */
public sealed interface RegistryAccess {
    /** Nobody in particular. */
    record Anyone() implements RegistryAccess {}

    /** A user with a password. */
    record Basic(String user, String password) implements RegistryAccess {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /** Whoever has the token. */
    record Bearer(String token) implements RegistryAccess {
        /** True if a header can hold the token: printable ASCII without blanks. */
        public static boolean isSendable(String token) {
            return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
        }

        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /** Whoever an OAuth server gives a token for a client's id and secret, which is asked for again when it ends. */
    record ClientCredentials(URI tokenUrl, String clientId, String secret, Optional<String> scope)
            implements RegistryAccess {
        @Override
        public String toString() {
            return "ClientCredentials[tokenUrl=" + tokenUrl + ", clientId=" + clientId + ", scope=" + scope + "]";
        }
    }
}
