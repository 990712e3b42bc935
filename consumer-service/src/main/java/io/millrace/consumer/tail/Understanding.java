package io.millrace.consumer.tail;

import io.millrace.formats.model.RecordFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How {@code read} is to understand values.
 *
 * @param label the name as it is written in options
 * @param records what they are if they are Millrace's own records
 */
public record Understanding(String label, Optional<RecordFormat<?>> records) {
    /** JSON or text if it is that, Millrace's Protobuf records if it is those, bytes otherwise. */
    public static final Understanding AUTO = new Understanding("auto", Optional.empty());
    /** UTF-8 text, JSON included. */
    public static final Understanding TEXT = new Understanding("text", Optional.empty());
    /** Bytes in hexadecimal. */
    public static final Understanding HEX = new Understanding("hex", Optional.empty());

    /** What a schema says, which another place describes; bytes in hexadecimal where a value is not that. */
    public static final Understanding DESCRIBED = new Understanding("described", Optional.empty());

    private static final List<Understanding> ALL = all();

    private static List<Understanding> all() {
        List<Understanding> all = new ArrayList<>(List.of(AUTO, TEXT));
        RecordFormat.ALL.forEach(format -> all.add(new Understanding(format.label(), Optional.of(format))));
        all.add(HEX);
        return List.copyOf(all);
    }

    /** All labels of those that need no schema. */
    public static List<String> labels() {
        return ALL.stream().map(Understanding::label).toList();
    }

    /** The one with this label. */
    public static Optional<Understanding> of(String label) {
        return ALL.stream().filter(one -> one.label.equals(label)).findFirst();
    }
}
