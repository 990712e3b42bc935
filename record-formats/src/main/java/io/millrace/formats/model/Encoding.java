package io.millrace.formats.model;

import java.util.Locale;

/** How a record's fields become bytes. */
public enum Encoding {
    /** A JSON object, UTF-8. */
    JSON,
    /** A Protobuf message. */
    PROTOBUF;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
