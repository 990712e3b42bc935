package io.millrace.producer.cdc;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * How far a server is trusted. Our own checks connect with MariaDB's driver, which takes each mode by several words in any
 * case, and the engine, of MySQL, by other words: a word that one of them does not know could be less there than what was asked.
 */
enum TlsMode {
    DISABLE("disable", "disabled", Set.of("disable", "disabled", "0", "false")),
    TRUST("trust", "required", Set.of("trust", "required")),
    VERIFY_CA("verify-ca", "verify_ca", Set.of("verify-ca", "verify_ca")),
    VERIFY_FULL("verify-full", "verify_identity", Set.of("verify-full", "verify_full", "verify_identity", "1", "true"));

    /** Those that a user should write. */
    static final String WORDS = "disable, trust, verify-ca or verify-full";

    private final String mariaDb;
    private final String mySql;
    private final Set<String> words;

    TlsMode(String mariaDb, String mySql, Set<String> words) {
        this.mariaDb = mariaDb;
        this.mySql = mySql;
        this.words = words;
    }

    /** The mode that MariaDB's driver takes this word for; empty for one that the engine has not, or nobody. */
    static Optional<TlsMode> of(String word) {
        return Arrays.stream(values())
                .filter(mode -> mode.words.stream().anyMatch(word::equalsIgnoreCase))
                .findFirst();
    }

    /** The engine's word for MariaDB. */
    String mariaDb() {
        return mariaDb;
    }

    /** The engine's word for MySQL. */
    String mySql() {
        return mySql;
    }
}
