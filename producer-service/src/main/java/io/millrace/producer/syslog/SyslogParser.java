package io.millrace.producer.syslog;

import io.millrace.producer.syslog.SyslogMessage.Form;
import io.millrace.producer.syslog.SyslogMessage.Header;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands a message as far as it can be: RFC 5424, RFC 3164 and the loose forms of it that are sent (without host, without
 * time, with an ISO time, as Cisco's devices write). Nothing is refused: what has no known form is text as a whole.
 */
final class SyslogParser {
    private static final Pattern PRIORITY = Pattern.compile("<(\\d{1,3})>");
    private static final Pattern RFC_5424 =
            Pattern.compile("1 (\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (?=-|\\[)(.*)", Pattern.DOTALL);
    /** Cisco's sequence number, origin, and mark of a clock that is not set, the time, and Cisco's colon behind it. */
    private static final Pattern RFC_3164 = Pattern.compile(
            "(?:\\d{1,12}: )?(?:([\\w.-]+): )?[*.]?(" + SyslogTime.SHAPE + ")(:?) +(.*)", Pattern.DOTALL);

    /** A colon without a number before it or a blank behind it is a part of a host: IPv6. */
    private static final String TAG = "([\\w./()@%+-]{1,64})(?:\\[([^\\]\\s]{0,64})\\]: ?|: |:$)(.*)";

    private static final Pattern TAGGED = Pattern.compile(TAG, Pattern.DOTALL);
    private static final Pattern HOST_AND_TAGGED =
            Pattern.compile("([^\\s:\\[]\\S{0,254}?)(?: :)? +" + TAG, Pattern.DOTALL);
    private static final Pattern HOST_AND_TEXT = Pattern.compile("([^\\s\\[]\\S{0,254}) (.*)", Pattern.DOTALL);

    private static final String NIL = "-";
    private static final String MARK = "\uFEFF";

    private final SyslogTime times;

    /**
     * @param zone of times that name none
     */
    SyslogParser(ZoneId zone) {
        this.times = new SyslogTime(zone);
    }

    /**
     * Understands one message.
     *
     * @param arrival when it came; a time without a year was before it
     */
    SyslogMessage parse(String message, Instant arrival) {
        Matcher begin = PRIORITY.matcher(message);
        if (!begin.lookingAt()) {
            return SyslogMessage.unknown(SyslogMessage.NO_PRIORITY, message);
        }
        int priority = Integer.parseInt(begin.group(1));
        if (priority > SyslogMessage.MOST_PRIORITY) {
            return SyslogMessage.unknown(SyslogMessage.NO_PRIORITY, message);
        }
        String rest = message.substring(begin.end());
        return modern(priority, rest, arrival)
                .or(() -> old(priority, rest, arrival))
                .orElseGet(() -> SyslogMessage.unknown(priority, message));
    }

    private Optional<SyslogMessage> modern(int priority, String rest, Instant arrival) {
        Matcher parts = RFC_5424.matcher(rest);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<Instant> time = times.parse(parts.group(1), arrival);
        if (time.isEmpty() && !parts.group(1).equals(NIL)) {
            return Optional.empty();
        }
        Header header = new Header(time, value(parts, 2), value(parts, 3), value(parts, 4), value(parts, 5));
        StructuredData data = StructuredData.parse(parts.group(6));
        String text = data.rest();
        return Optional.of(new SyslogMessage(
                Form.RFC5424, priority, header, data.elements(), text.startsWith(MARK) ? text.substring(1) : text));
    }

    private static Optional<String> value(Matcher parts, int group) {
        return Optional.of(parts.group(group)).filter(text -> !text.equals(NIL));
    }

    private Optional<SyslogMessage> old(int priority, String rest, Instant arrival) {
        Matcher timed = RFC_3164.matcher(rest);
        if (timed.matches()) {
            Optional<Instant> time = times.parse(timed.group(2), arrival);
            String behind = timed.group(4);
            Optional<String> origin = Optional.ofNullable(timed.group(1));
            boolean hasNoHost = !timed.group(3).isEmpty() || origin.isPresent();
            return Optional.of(hasNoHost ? tagged(priority, time, origin, behind) : hosted(priority, time, behind));
        }
        Matcher tagged = TAGGED.matcher(rest);
        return tagged.matches()
                ? Optional.of(old(priority, Optional.empty(), Optional.empty(), tagged, 0))
                : Optional.empty();
    }

    private static SyslogMessage hosted(int priority, Optional<Instant> time, String behind) {
        // Without a host the tag comes first, and its colon tells it from one.
        Matcher tagged = TAGGED.matcher(behind);
        if (tagged.matches()) {
            return old(priority, time, Optional.empty(), tagged, 0);
        }
        Matcher both = HOST_AND_TAGGED.matcher(behind);
        if (both.matches()) {
            return old(priority, time, Optional.of(both.group(1)), both, 1);
        }
        Matcher host = HOST_AND_TEXT.matcher(behind);
        return host.matches()
                ? headerOnly(priority, time, Optional.of(host.group(1)), host.group(2))
                : headerOnly(priority, time, Optional.empty(), behind);
    }

    private static SyslogMessage tagged(int priority, Optional<Instant> time, Optional<String> host, String behind) {
        Matcher tagged = TAGGED.matcher(behind);
        return tagged.matches() ? old(priority, time, host, tagged, 0) : headerOnly(priority, time, host, behind);
    }

    private static SyslogMessage old(
            int priority, Optional<Instant> time, Optional<String> host, Matcher tag, int before) {
        Optional<String> process = Optional.ofNullable(tag.group(before + 2)).filter(text -> !text.isEmpty());
        Header header = new Header(time, host, Optional.of(tag.group(before + 1)), process, Optional.empty());
        return new SyslogMessage(Form.RFC3164, priority, header, List.of(), tag.group(before + 3));
    }

    /** Without a tag: a time and a host at most, and text. */
    private static SyslogMessage headerOnly(int priority, Optional<Instant> time, Optional<String> host, String text) {
        Header header = new Header(time, host, Optional.empty(), Optional.empty(), Optional.empty());
        return new SyslogMessage(Form.RFC3164, priority, header, List.of(), text);
    }
}
