package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A program's own words, letters or numbers for levels, where they differ from what everybody's mean. What is not in the list
 * has no level: a program's "silly", "Display" or "Deprecated" is a record without one.
 */
enum Vocabulary {
    /** The words of {@link LevelWords}. */
    WORDS(""),
    /** One letter, as Android, glog and most others write it. */
    LETTERS("V=VERBOSE T=TRACE D=DEBUG I=INFO N=NOTICE W=WARN E=ERROR C=CRITICAL F=FATAL"),
    /** Android's and ESP-IDF's letters. */
    LOGCAT("V=VERBOSE D=DEBUG I=INFO W=WARN E=ERROR F=FATAL A=ASSERT"),
    /** Small letters of SAP HANA's traces. */
    HANA("d=DEBUG i=INFO w=WARN e=ERROR f=FATAL"),
    /** WebSphere's and Liberty's letters: A is AUDIT; O and R are standard streams, D is detail, none of them a level. */
    WEBSPHERE("F=FATAL E=ERROR W=WARN A=AUDIT I=INFO C=CONFIG 1=FINE 2=FINER 3=FINEST"),
    /** CUPS' letters: A is ALERT, X is EMERGENCY, d is a second DEBUG. */
    CUPS("X=EMERGENCY A=ALERT C=CRITICAL E=ERROR W=WARN N=NOTICE I=INFO D=DEBUG d=DEBUG"),
    /** The first two letters, as VMware's newer logs have them. */
    VMWARE("Em=EMERGENCY Al=ALERT Cr=CRITICAL Er=ERROR Wa=WARN No=NOTICE In=INFO Db=DEBUG"),
    /** Syslog's severities by number. */
    SYSLOG("0=EMERGENCY 1=ALERT 2=CRITICAL 3=ERROR 4=WARN 5=NOTICE 6=INFO 7=DEBUG"),
    /** Nextcloud's and ownCloud's numbers. */
    NEXTCLOUD("0=DEBUG 1=INFO 2=WARN 3=ERROR 4=FATAL"),
    /** PHP's names for its errors. */
    PHP("Warning=WARN Notice=NOTICE Fatal_error=FATAL"),
    /** Synthesis tools of Xilinx and Intel. */
    SYNTHESIS("INFO=INFO WARNING=WARN CRITICAL_WARNING=WARN ERROR=ERROR"
            + " Info=INFO Warning=WARN Critical_Warning=WARN Error=ERROR"),
    /** GlusterFS' letters: A is ALERT, M is EMERGENCY. */
    GLUSTER("M=EMERGENCY A=ALERT C=CRITICAL E=ERROR W=WARN N=NOTICE I=INFO D=DEBUG T=TRACE"),
    /** The type that Configuration Manager's clients write. */
    CONFIGURATION_MANAGER("1=INFO 2=WARN 3=ERROR"),
    /** Kamailio's and OpenSIPS' words; its BUG is no level of anybody else's. */
    SIP("ALERT=ALERT CRITICAL=CRITICAL ERROR=ERROR WARNING=WARN NOTICE=NOTICE INFO=INFO DEBUG=DEBUG DBG=DEBUG"),
    /** PostgreSQL's words; those of the second list go on with the record before. */
    POSTGRESQL(
            "LOG=LOG ERROR=ERROR WARNING=WARN FATAL=FATAL PANIC=PANIC NOTICE=NOTICE INFO=INFO"
                    + " DEBUG1=DEBUG DEBUG2=DEBUG DEBUG3=DEBUG DEBUG4=DEBUG DEBUG5=DEBUG",
            "DETAIL HINT CONTEXT STATEMENT QUERY LOCATION BACKTRACE"),
    /** Slurm's words; what it says at its other levels stands behind the time without a word. */
    SLURM("fatal=FATAL error=ERROR debug=DEBUG debug2=DEBUG debug3=DEBUG debug4=DEBUG debug5=DEBUG"),
    /** ESPHome's letters: C is the configuration that a component starts with. */
    ESPHOME("V=VERBOSE D=DEBUG C=CONFIG I=INFO W=WARN E=ERROR"),
    /** Types that macOS' log abbreviates. */
    MACOS("Df=DEFAULT I=INFO Db=DEBUG E=ERROR F=FAULT"),
    /** Numbers of Python's logging. */
    PYTHON("10=DEBUG 20=INFO 30=WARN 40=ERROR 50=CRITICAL");

    private final String pairs;
    private final byte[][] parts;

    Vocabulary(String pairs) {
        this(pairs, "");
    }

    Vocabulary(String pairs, String parts) {
        this.pairs = pairs;
        this.parts = Stream.of(parts.split(" "))
                .filter(word -> !word.isEmpty())
                .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    /** Whether the word in from..to starts a line that belongs to the record before it. */
    boolean isPart(byte[] bytes, int from, int to) {
        for (byte[] part : parts) {
            if (Arrays.equals(part, 0, part.length, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Pairs of what is written and the level that it stands for; blanks within words are underscores. */
    String[] pairs() {
        return pairs.isEmpty() ? new String[0] : pairs.split(" ");
    }
}
