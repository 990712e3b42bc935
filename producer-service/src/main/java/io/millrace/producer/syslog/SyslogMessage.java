package io.millrace.producer.syslog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a message says.
 *
 * @param form how it is written
 * @param priority 0 to 191: eight times the facility and the severity; {@link #NO_PRIORITY} if it names none
 * @param header what stands before its text
 * @param data structured data (RFC 5424)
 * @param text what it says; of a message in no known form, all of it
 */
record SyslogMessage(Form form, int priority, Header header, List<Element> data, String text) {
    static final int NO_PRIORITY = -1;
    static final int MOST_PRIORITY = 191;

    private static final List<String> LEVELS =
            List.of("EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG");
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");
    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "ntp",
            "audit",
            "alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    /** How a message is written. */
    enum Form {
        RFC5424("rfc5424"),
        RFC3164("rfc3164"),
        /** In neither way. */
        UNKNOWN("unknown");

        private final String text;

        Form(String text) {
            this.text = text;
        }

        /** As records name it. */
        String text() {
            return text;
        }
    }

    /**
     * What stands before the text; each of it may be missing.
     *
     * @param time when it was written, as far as it tells
     * @param host who wrote it
     * @param app the program, or the tag
     * @param process usually the process's number
     * @param id kind of the message
     */
    record Header(
            Optional<Instant> time,
            Optional<String> host,
            Optional<String> app,
            Optional<String> process,
            Optional<String> id) {
        static final Header NONE =
                new Header(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** An element of structured data. */
    record Element(String id, List<Parameter> parameters) {}

    /** A name and its value; several of an element may have one name. */
    record Parameter(String name, String value) {}

    /** A message in no known form: all of it is text. */
    static SyslogMessage unknown(int priority, String whole) {
        return new SyslogMessage(Form.UNKNOWN, priority, Header.NONE, List.of(), whole);
    }

    boolean hasPriority() {
        return priority != NO_PRIORITY;
    }

    /** The severity as other logs name it, such as {@code ERROR}. */
    String level() {
        return LEVELS.get(priority % LEVELS.size());
    }

    /** The severity as syslog names it, such as {@code err}. */
    String severity() {
        return SEVERITIES.get(priority % SEVERITIES.size());
    }

    /** The facility as syslog names it, such as {@code auth}. */
    String facility() {
        return FACILITIES.get(priority / SEVERITIES.size());
    }
}
