package io.millrace.consumer.engine;

import io.millrace.consumer.rules.Event;
import io.millrace.formats.FormatAids;
import io.millrace.formats.value.ValueSettings;
import io.millrace.model.codec.DecodeException;
import io.millrace.record.BadRecordException;
import io.millrace.record.HeldRecord;
import io.millrace.record.TryLaterException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Decodes records and refuses those that could not be stored as what they are. */
public final class EventReader {

    /** Longest device or station name, reading type and unit, in characters: the width of their columns. */
    public static final int LONGEST_NAME = 255;

    private static final long EARLIEST = Instant.parse("1970-01-01T00:00:00Z").toEpochMilli();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final Map<String, EventDecoder> decoders;

    /** Reads the given topics, each by its decoder. */
    public EventReader(Map<String, EventDecoder> decoders) {
        this.decoders = Map.copyOf(decoders);
    }

    /** Reads topics whose values say all themselves, each in its format. */
    public static EventReader of(Map<String, EventFormat> formats) {
        return of(formats, ValueSettings.NONE, FormatAids.none());
    }

    /**
     * Reads the given topics, each in its format.
     *
     * @param settings what is said of values that schemas describe
     * @param aids who knows their schemas
     */
    public static EventReader of(Map<String, EventFormat> formats, ValueSettings settings, FormatAids aids) {
        Map<String, EventDecoder> decoders = new HashMap<>();
        formats.forEach((topic, format) -> decoders.put(topic, format.decoder(topic, settings, aids)));
        return new EventReader(decoders);
    }

    /**
     * The time itself, or the nearest one that a column holds. Kafka takes any number as a record's timestamp, and what is
     * later than a record's own time, such as the end of its window, may lie beyond the last year.
     */
    static long storable(long millis) {
        return Math.min(LATEST, Math.max(EARLIEST, millis));
    }

    /**
     * The event in a record.
     *
     * @throws RejectedException with the reason, if there is none that could be stored
     * @throws TryLaterException if nobody can say now what the value is
     */
    public Event read(HeldRecord source) throws RejectedException, TryLaterException {
        if (source.valueBytes() == null) {
            throw new RejectedException("value is absent (a tombstone), must be a record");
        }
        try {
            Event event = decoders.get(source.topic()).decode(source);
            requireStorable("name of the device or station", event.key());
            requireStorable("type", event.type());
            requireStorable("unit", event.unit());
            if (event.timeMillis() < EARLIEST || event.timeMillis() > LATEST) {
                throw new RejectedException("time is outside the years 1970 to 9999, which a DATETIME column can hold");
            }
            return event;
        } catch (DecodeException | BadRecordException e) {
            throw new RejectedException(e.getMessage());
        }
    }

    private static void requireStorable(String what, String text) throws RejectedException {
        if (text.length() > LONGEST_NAME) {
            throw new RejectedException(
                    "%s has %d characters, must have at most %d".formatted(what, text.length(), LONGEST_NAME));
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int codePoint = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(codePoint)) {
                    // A database would quietly store a question mark, and two devices would become one.
                    throw new RejectedException(what + " has half a surrogate pair, must be valid Unicode");
                }
                i++;
            }
        }
    }
}
