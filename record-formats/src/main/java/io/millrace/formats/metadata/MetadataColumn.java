package io.millrace.formats.metadata;

import java.util.Locale;

/** A column (or JSON field) that says where a record came from. */
public enum MetadataColumn {
    TOPIC,
    PARTITION,
    OFFSET,
    /** The record's Kafka timestamp; null if it has none. */
    TIMESTAMP,
    /** The key as text; null if the record has none. A key that is not UTF-8 is a bad record. */
    KEY,
    /** The key's bytes; null if the record has none. In JSON as base64. */
    KEY_BYTES;

    /** The name in files, such as {@code kafka_offset}: the prefix keeps clear of most users' own fields. */
    public String column() {
        return "kafka_" + this;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
