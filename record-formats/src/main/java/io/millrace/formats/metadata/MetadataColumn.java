package io.millrace.formats.metadata;

import io.millrace.formats.row.LeafType;
import java.util.Locale;

/** A column (or JSON field) that says where a record came from, or what came with it. */
public enum MetadataColumn {
    TOPIC,
    PARTITION,
    OFFSET,
    /** The record's Kafka timestamp; null if it has none. */
    TIMESTAMP,
    /** The key as text; null if the record has none. A key that is not UTF-8 is a bad record. */
    KEY,
    /** The key's bytes; null if the record has none. In JSON as base64. */
    KEY_BYTES,
    /** A list of the headers, each a name and a value as text. A value that is not UTF-8 is a bad record. */
    HEADERS,
    /** The same with the values' bytes. In JSON as base64. */
    HEADERS_BYTES,
    /** Who said the timestamp: {@code create_time} or {@code log_append_time}; null if there is none. */
    TIMESTAMP_TYPE,
    /** The id or the GUID that a registry gave to the schema of the value; null if no frame says one. */
    SCHEMA_ID,
    /** How often the partition had had a new leader when the record came to it; null if that is not known. */
    LEADER_EPOCH,
    /** True of a record without a value. */
    TOMBSTONE,
    /** What a change event did: c, u, d or r; null if the record is none. */
    OP,
    /** Where a change event comes from, as a JSON text (in JSON an object); null if it does not say. */
    SOURCE,
    /** When the source's database made the change; null if the event does not say. */
    SOURCE_TIMESTAMP,
    /** The id of the change's transaction; null if the event does not say. */
    TRANSACTION;

    /** The name in files, such as {@code kafka_offset} or {@code change_op}: the prefix keeps clear of most users' own fields. */
    public String column() {
        return (isOfChanges() ? "change_" : "kafka_") + this;
    }

    /** True if a change event says it, and no other record. */
    public boolean isOfChanges() {
        return switch (this) {
            case OP, SOURCE, SOURCE_TIMESTAMP, TRANSACTION -> true;
            default -> false;
        };
    }

    /** True if some records have nothing there. */
    boolean isNullable() {
        return switch (this) {
            case TIMESTAMP,
                    KEY,
                    KEY_BYTES,
                    TIMESTAMP_TYPE,
                    SCHEMA_ID,
                    LEADER_EPOCH,
                    OP,
                    SOURCE,
                    SOURCE_TIMESTAMP,
                    TRANSACTION -> true;
            case TOPIC, PARTITION, OFFSET, HEADERS, HEADERS_BYTES, TOMBSTONE -> false;
        };
    }

    /** What the column holds, or the values of headers in it. */
    LeafType type() {
        return switch (this) {
            case TOPIC, KEY, HEADERS, TIMESTAMP_TYPE, SCHEMA_ID, OP, SOURCE, TRANSACTION -> LeafType.STRING;
            case PARTITION, LEADER_EPOCH -> LeafType.INT;
            case OFFSET -> LeafType.LONG;
            case TIMESTAMP, SOURCE_TIMESTAMP -> LeafType.TIMESTAMP_MILLIS;
            case KEY_BYTES, HEADERS_BYTES -> LeafType.BYTES;
            case TOMBSTONE -> LeafType.BOOLEAN;
        };
    }

    /** True if it is a list of headers. */
    boolean isOfHeaders() {
        return this == HEADERS || this == HEADERS_BYTES;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
