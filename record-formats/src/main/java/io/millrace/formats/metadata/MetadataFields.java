package io.millrace.formats.metadata;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.TimeText;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.Frame;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Writes where a record came from, and what came with it, to the front of a JSON object. */
public final class MetadataFields {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final List<MetadataColumn> columns;
    private final List<byte[]> names;
    private final byte[] topic;
    private final Frame frame;
    private final Change change;
    /** Null if keys are text. */
    private final TypedKey typedKey;

    private final InputBytes range = new InputBytes();

    MetadataFields(List<MetadataColumn> columns, byte[] topic, Frame frame, Change change, TypedKey typedKey) {
        this.columns = columns;
        this.topic = topic;
        this.frame = frame;
        this.change = change;
        this.typedKey = typedKey;
        this.names = columns.stream()
                .map(column -> column.column().getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** Names of the fields, as UTF-8. */
    public List<byte[]> names() {
        return names;
    }

    /** True if there are no such fields. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** Appends the metadata as fields of a JSON object, with commas between them. */
    public void addTo(Bytes json, SourceRecord record) throws BadRecordException {
        boolean first = true;
        for (MetadataColumn column : columns) {
            if (!first) {
                json.putByte(',');
            }
            first = false;
            put(json, '"' + column.column() + "\":");
            switch (column) {
                case TOPIC -> JsonText.quote(topic, 0, topic.length, json);
                case PARTITION -> put(json, Integer.toString(record.partition()));
                case OFFSET -> put(json, Long.toString(record.offset()));
                case TIMESTAMP -> {
                    long millis = record.timestampMillis();
                    putText(json, millis < 0 ? null : INSTANT.format(Instant.ofEpochMilli(millis)));
                }
                case OP -> putText(json, change.operation());
                case SOURCE -> putSource(json);
                case SOURCE_TIMESTAMP -> {
                    long millis = change.sourceMillis();
                    putText(json, millis == Change.NO_TIME ? null : TimeText.of(LeafType.TIMESTAMP_MILLIS, millis));
                }
                case TRANSACTION -> putTransaction(json, change.transaction());
                case KEY -> {
                    if (typedKey != null && record.key() != null) {
                        typedKey.putJson(json);
                    } else if (putKey(json, record.key())) {
                        MetadataText.checkKey(range);
                        quote(json);
                    }
                }
                case KEY_BYTES -> {
                    if (putKey(json, record.key())) {
                        JsonText.base64(range, json);
                    }
                }
                case HEADERS -> putHeaders(json, record, true);
                case HEADERS_BYTES -> putHeaders(json, record, false);
                case TIMESTAMP_TYPE -> putText(json, record.timestampType());
                case SCHEMA_ID -> putText(json, MetadataText.schemaId(frame));
                case LEADER_EPOCH ->
                    put(json, record.leaderEpoch() < 0 ? "null" : Integer.toString(record.leaderEpoch()));
                case TOMBSTONE -> put(json, Boolean.toString(record.value() == null));
            }
        }
        // A key or a header may be huge.
        range.release();
    }

    private void putSource(Bytes json) {
        if (change.hasSource()) {
            InputBytes source = change.source();
            JsonText.compact(source.array(), source.from(), source.to(), json);
        } else {
            put(json, "null");
        }
    }

    private void putTransaction(Bytes json, String id) {
        if (id == null) {
            put(json, "null");
        } else {
            set(id.getBytes(StandardCharsets.UTF_8));
            quote(json);
        }
    }

    private boolean putKey(Bytes json, ByteBuffer buffer) {
        if (buffer == null) {
            put(json, "null");
            return false;
        }
        range.set(buffer);
        return true;
    }

    private void putHeaders(Bytes json, SourceRecord record, boolean asText) throws BadRecordException {
        json.putByte('[');
        boolean first = true;
        for (RecordHeader header : record.headers()) {
            put(json, (first ? "{\"" : ",{\"") + HeaderColumn.NAME + "\":");
            first = false;
            set(header.name().getBytes(StandardCharsets.UTF_8));
            quote(json);
            put(json, ",\"" + HeaderColumn.VALUE + "\":");
            if (header.value() == null) {
                put(json, "null");
            } else {
                putHeaderValue(json, header, asText);
            }
            json.putByte('}');
        }
        json.putByte(']');
    }

    private void putHeaderValue(Bytes json, RecordHeader header, boolean asText) throws BadRecordException {
        set(header.value());
        if (asText) {
            MetadataText.checkHeader(header);
            quote(json);
        } else {
            JsonText.base64(range, json);
        }
    }

    private void set(byte[] bytes) {
        range.set(bytes, 0, bytes.length);
    }

    private void quote(Bytes json) {
        JsonText.quote(range.array(), range.from(), range.to(), json);
    }

    /** A text that needs no escapes, or null. */
    private static void putText(Bytes json, Object text) {
        put(json, text == null ? "null" : "\"" + text + '"');
    }

    private static void put(Bytes json, String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        json.put(bytes, 0, bytes.length);
    }
}
