package io.millrace.formats.metadata;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.bytes.Utf8;
import io.millrace.formats.json.JsonText;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Adds where a record came from: to columns, or to the front of a JSON object. */
public final class MetadataColumns {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final List<MetadataColumn> columns;
    private final List<byte[]> names;
    private final byte[] topic;
    private final List<Leaf> leaves = new ArrayList<>();
    private final InputBytes key = new InputBytes();

    /** For the records of one topic, on one thread. */
    public MetadataColumns(Set<MetadataColumn> columns, String topic) {
        this.columns = List.copyOf(columns);
        this.names = this.columns.stream()
                .map(column -> column.column().getBytes(StandardCharsets.UTF_8))
                .toList();
        this.topic = topic.getBytes(StandardCharsets.UTF_8);
    }

    /** Names of the columns, as UTF-8. */
    public List<byte[]> names() {
        return names;
    }

    /** True if there are no such columns. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** Adds the columns to the tree that rows will have. */
    public List<TreeBuilder.Member> build(TreeBuilder tree) {
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (MetadataColumn column : columns) {
            boolean nullable = column == MetadataColumn.TIMESTAMP
                    || column == MetadataColumn.KEY
                    || column == MetadataColumn.KEY_BYTES;
            Leaf leaf = tree.leaf(tree.root().child(column.column(), nullable), type(column));
            leaves.add(leaf);
            members.add(new TreeBuilder.Member(leaf, Absence.REFUSED));
        }
        return members;
    }

    private static LeafType type(MetadataColumn column) {
        return switch (column) {
            case TOPIC, KEY -> LeafType.STRING;
            case PARTITION -> LeafType.INT;
            case OFFSET -> LeafType.LONG;
            case TIMESTAMP -> LeafType.TIMESTAMP_MILLIS;
            case KEY_BYTES -> LeafType.BYTES;
        };
    }

    /** Puts the record's metadata into the row. */
    public void addTo(Row row, SourceRecord record) throws BadRecordException {
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            switch (columns.get(i)) {
                case TOPIC -> row.addCopy(leaf, 0, topic, 0, topic.length);
                case PARTITION -> addNumber(row, leaf, record.partition());
                case OFFSET -> addNumber(row, leaf, record.offset());
                case TIMESTAMP -> {
                    if (record.timestampMillis() < 0) {
                        leaf.addAbsent(row, 0, 0);
                    } else {
                        addNumber(row, leaf, record.timestampMillis());
                    }
                }
                case KEY -> addKey(row, leaf, record.key(), true);
                case KEY_BYTES -> addKey(row, leaf, record.key(), false);
            }
        }
    }

    private static void addNumber(Row row, Leaf leaf, long number) {
        row.column(leaf.index()).addNumber(0, leaf.definition(), number);
    }

    private void addKey(Row row, Leaf leaf, ByteBuffer buffer, boolean asText) throws BadRecordException {
        if (buffer == null) {
            leaf.addAbsent(row, 0, 0);
            return;
        }
        key.set(buffer);
        if (asText) {
            checkKey(key);
        }
        row.addCopy(leaf, 0, key.array(), key.from(), key.to() - key.from());
    }

    /** Refuses keys that are no text. */
    public static void checkKey(InputBytes key) throws BadRecordException {
        if (!Utf8.isValid(key.array(), key.from(), key.to())) {
            throw new BadRecordException("key is not UTF-8 text");
        }
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
                    put(json, millis < 0 ? "null" : '"' + INSTANT.format(Instant.ofEpochMilli(millis)) + '"');
                }
                case KEY -> {
                    if (putKey(json, record.key())) {
                        checkKey(key);
                        JsonText.quote(key.array(), key.from(), key.to(), json);
                    }
                }
                case KEY_BYTES -> {
                    if (putKey(json, record.key())) {
                        JsonText.base64(key, json);
                    }
                }
            }
        }
    }

    private boolean putKey(Bytes json, ByteBuffer buffer) {
        if (buffer == null) {
            put(json, "null");
            return false;
        }
        key.set(buffer);
        return true;
    }

    private static void put(Bytes json, String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        json.put(bytes, 0, bytes.length);
    }
}
