package io.millrace.formats.metadata;

import io.millrace.formats.row.Absence;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.ListNode;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.TreeBuilder;
import io.millrace.record.BadRecordException;
import io.millrace.record.RecordHeader;
import io.millrace.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The headers of records as a list of names and values: a map could not hold a name twice, nor the order, and both mean something
 * to those who write headers.
 */
final class HeaderColumn {
    static final String NAME = "name";
    static final String VALUE = "value";

    private final ListNode list;
    private final Leaf name;
    private final Leaf value;

    /** @param type of the values */
    HeaderColumn(TreeBuilder tree, TreeBuilder.Slot slot, LeafType type) {
        TreeBuilder.Slot header = slot.repeated("element", false);
        this.name = tree.leaf(header.child(NAME, false), LeafType.STRING);
        this.value = tree.leaf(header.child(VALUE, true), type);
        this.list = tree.list(
                slot,
                tree.group(
                        header,
                        List.of(
                                new TreeBuilder.Member(name, Absence.REFUSED),
                                new TreeBuilder.Member(value, Absence.NULL))));
    }

    ListNode node() {
        return list;
    }

    /** Bytes that the record's headers have. */
    static long bytes(SourceRecord record) {
        long bytes = 0;
        for (RecordHeader header : record.headers()) {
            // No character takes more.
            bytes += 3L * header.name().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    void addTo(Row row, SourceRecord record) throws BadRecordException {
        int repetition = 0;
        for (RecordHeader header : record.headers()) {
            byte[] called = header.name().getBytes(StandardCharsets.UTF_8);
            row.addCopy(name, repetition, called, 0, called.length);
            if (header.value() == null) {
                value.addAbsent(row, repetition, value.definition() - 1);
            } else {
                if (value.type() == LeafType.STRING) {
                    MetadataText.checkHeader(header);
                }
                row.addCopy(value, repetition, header.value(), 0, header.value().length);
            }
            repetition = name.repetition();
        }
        if (repetition == 0) {
            list.addAbsent(row, 0, list.definition());
        }
    }
}
