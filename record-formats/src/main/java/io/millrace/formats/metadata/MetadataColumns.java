package io.millrace.formats.metadata;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.ValueContext;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds where a record came from, and what came with it, to the columns of its value. */
public final class MetadataColumns {
    private final List<MetadataColumn> columns;
    private final byte[] topic;
    private final Frame frame;
    private final Change change;
    /** Null if keys are text. */
    private final TypedKey typedKey;

    private final List<Filler> fillers = new ArrayList<>();
    private final InputBytes key = new InputBytes();

    /** Fills one column. */
    private interface Filler {
        void addTo(Row row, SourceRecord record) throws BadRecordException, TryLaterException;
    }

    /**
     * For the records of one topic, on one thread.
     *
     * @param context what is known of the value that was decoded last
     * @param typedKey what keys are; empty if they are text
     */
    public MetadataColumns(
            Set<MetadataColumn> columns, String topic, ValueContext context, Optional<TypedKey> typedKey) {
        this.columns = List.copyOf(columns);
        this.topic = topic.getBytes(StandardCharsets.UTF_8);
        this.frame = context.frame();
        this.change = context.change();
        this.typedKey = typedKey.orElse(null);
    }

    /** True if there are no such columns. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /** The same as fields of JSON objects. */
    public MetadataFields asFields() {
        return new MetadataFields(columns, topic, frame, change, typedKey);
    }

    /** Adds the columns to the tree that rows will have. */
    public List<TreeBuilder.Member> build(TreeBuilder tree) {
        List<TreeBuilder.Member> members = new ArrayList<>();
        for (MetadataColumn column : columns) {
            TreeBuilder.Slot slot = tree.beside().child(column.column(), column.isNullable());
            members.add(member(tree, slot, column));
        }
        return members;
    }

    private TreeBuilder.Member member(TreeBuilder tree, TreeBuilder.Slot slot, MetadataColumn column) {
        if (column.isOfHeaders()) {
            HeaderColumn headers = new HeaderColumn(tree, slot, column.type());
            fillers.add(headers::addTo);
            return new TreeBuilder.Member(headers.node(), Absence.REFUSED);
        }
        if (column == MetadataColumn.KEY && typedKey != null) {
            fillers.add(typedKey::addTo);
            return new TreeBuilder.Member(typedKey.build(tree, slot), Absence.REFUSED);
        }
        Leaf leaf = tree.leaf(slot, column.type());
        fillers.add(filler(column, leaf));
        return new TreeBuilder.Member(leaf, Absence.REFUSED);
    }

    private Filler filler(MetadataColumn column, Leaf leaf) {
        return switch (column) {
            case TOPIC -> (row, record) -> row.addCopy(leaf, 0, topic, 0, topic.length);
            case PARTITION -> (row, record) -> addNumber(row, leaf, record.partition());
            case OFFSET -> (row, record) -> addNumber(row, leaf, record.offset());
            case TIMESTAMP -> (row, record) -> addUnlessNegative(row, leaf, record.timestampMillis());
            case KEY -> (row, record) -> addKey(row, leaf, record.key(), true);
            case KEY_BYTES -> (row, record) -> addKey(row, leaf, record.key(), false);
            case HEADERS, HEADERS_BYTES -> throw new IllegalStateException(column + " is no single value");
            case TIMESTAMP_TYPE -> (row, record) -> addText(row, leaf, record.timestampType());
            case SCHEMA_ID -> (row, record) -> addText(row, leaf, MetadataText.schemaId(frame));
            case LEADER_EPOCH -> (row, record) -> addUnlessNegative(row, leaf, record.leaderEpoch());
            case OP -> (row, record) -> addText(row, leaf, change.operation());
            case SOURCE -> (row, record) -> addSource(row, leaf);
            case SOURCE_TIMESTAMP -> (row, record) -> addUnless(row, leaf, change.sourceMillis(), Change.NO_TIME);
            case TRANSACTION -> (row, record) -> addText(row, leaf, change.transaction());
            case TOMBSTONE -> (row, record) -> addNumber(row, leaf, record.value() == null ? 1 : 0);
        };
    }

    /** Bytes of the record that columns hold and that may be any number. */
    public long bytes(SourceRecord record) {
        long bytes = 0;
        for (MetadataColumn column : columns) {
            bytes += switch (column) {
                case KEY, KEY_BYTES -> record.key() == null ? 0 : record.key().remaining();
                case HEADERS, HEADERS_BYTES -> HeaderColumn.bytes(record);
                // What is said of changes is a part of the value.
                default -> 0;
            };
        }
        return bytes;
    }

    /** True if headers are among the columns. */
    public static boolean haveHeaders(Set<MetadataColumn> columns) {
        return columns.stream().anyMatch(MetadataColumn::isOfHeaders);
    }

    /**
     * Puts the record's metadata into the row.
     *
     * @param bytes what {@link #bytes} said of it
     */
    public void addTo(Row row, SourceRecord record, long bytes) throws BadRecordException, TryLaterException {
        if (bytes > 0) {
            // All at once: an array that doubles as it grows takes half as much again.
            row.scratch(Math.toIntExact(bytes));
        }
        for (Filler filler : fillers) {
            filler.addTo(row, record);
        }
    }

    /** Lets go of the last record. */
    public void release() {
        if (typedKey != null) {
            typedKey.release();
        }
    }

    private static void addNumber(Row row, Leaf leaf, long number) {
        row.column(leaf.index()).addNumber(0, leaf.definition(), number);
    }

    private static void addUnlessNegative(Row row, Leaf leaf, long number) {
        if (number < 0) {
            leaf.addAbsent(row, 0, 0);
        } else {
            addNumber(row, leaf, number);
        }
    }

    private static void addUnless(Row row, Leaf leaf, long number, long none) {
        if (number == none) {
            leaf.addAbsent(row, 0, 0);
        } else {
            addNumber(row, leaf, number);
        }
    }

    private void addSource(Row row, Leaf leaf) {
        if (change.hasSource()) {
            InputBytes source = change.source();
            row.addCopy(leaf, 0, source.array(), source.from(), source.to() - source.from());
        } else {
            leaf.addAbsent(row, 0, 0);
        }
    }

    private static void addText(Row row, Leaf leaf, Object text) {
        if (text == null) {
            leaf.addAbsent(row, 0, 0);
        } else {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            row.addCopy(leaf, 0, bytes, 0, bytes.length);
        }
    }

    private void addKey(Row row, Leaf leaf, ByteBuffer buffer, boolean asText) throws BadRecordException {
        if (buffer == null) {
            leaf.addAbsent(row, 0, 0);
            return;
        }
        key.set(buffer);
        if (asText) {
            MetadataText.checkKey(key);
        }
        row.addCopy(leaf, 0, key.array(), key.from(), key.to() - key.from());
    }
}
