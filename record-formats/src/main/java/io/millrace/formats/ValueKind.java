package io.millrace.formats;

import java.util.Locale;

/** What the values of a topic are. */
public enum ValueKind {
    /** One JSON text per record, UTF-8. */
    JSON,
    /** One Protobuf message per record, described by a descriptor set and a message name. */
    PROTOBUF,
    /** UTF-8 text. */
    TEXT,
    /** Anything; not looked into. */
    BYTES;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
