package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.cache.Recent;
import io.millrace.formats.file.DataFile;
import io.millrace.formats.value.GrowingShape;
import io.millrace.formats.value.ValueShape;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A format whose columns are those of the values themselves. Each partition has its own columns at any time: those that its first
 * value had, and from then on what further values had besides. They change only where the caller has made sure by
 * {@link #changesColumns} that nothing waits any more that was routed before.
 */
final class GrowingFormat implements TopicFormat {
    /** Columns besides those that partitions have now; each holds room for a file. */
    private static final int MOST_SHAPES = 100;

    private static final int MOST_COLUMNS = 10_000;

    private final FormatSettings settings;
    private final String topic;
    private final long room;
    private final Framed framed;
    private final GrowingShape growing;
    private final boolean grows;
    private final Map<Integer, Columns> ofPartitions = new HashMap<>();
    private final Recent<ValueShape, Columns> ofShapes = new Recent<>(MOST_SHAPES, MOST_COLUMNS);
    private final InputBytes value = new InputBytes();
    /** Of tombstones that a partition begins with; null if there was none. */
    private Columns withoutValues;
    /** Of the record that was routed last. */
    private Columns current;
    /** The record that was looked at last, null once it was routed, and what it was found to have: one object may be many records. */
    private SourceRecord asked;

    private int askedPartition;
    private long askedOffset;
    private Columns askedColumns;

    /** @param format null if there can be none, for that reason */
    private record Columns(ValueShape shape, TopicFormat format, int width, String refusal) {}

    /** @param grows false if each record has the columns of its own schema only, whatever came before it */
    GrowingFormat(
            FormatSettings settings, String topic, long room, Framed framed, GrowingShape growing, boolean grows) {
        this.settings = settings;
        this.topic = topic;
        this.room = room;
        this.framed = framed;
        this.growing = growing;
        this.grows = grows;
    }

    @Override
    public boolean changesColumns(SourceRecord record) throws BadRecordException, TryLaterException {
        asked = null;
        Columns before = ofPartitions.get(record.partition());
        if (before == null) {
            return false;
        }
        askedColumns = columns(record, before);
        asked = record;
        askedPartition = record.partition();
        askedOffset = record.offset();
        return askedColumns != before;
    }

    /** What was found out a moment ago, if the record is the one that {@link #changesColumns} was asked of. */
    private Columns known(SourceRecord record, Columns before) throws BadRecordException, TryLaterException {
        boolean isAsked = record == asked && record.partition() == askedPartition && record.offset() == askedOffset;
        asked = null;
        return isAsked ? askedColumns : columns(record, before);
    }

    private Columns columns(SourceRecord record, Columns before) throws BadRecordException, TryLaterException {
        RecordReader.checkTombstone(record, settings.tombstones());
        if (record.value() == null) {
            return before == null ? withoutValues() : before;
        }
        value.set(record.value());
        ValueShape shape;
        try {
            framed.framing().open(record, value);
            shape = growing.with(shape(before), value.array(), value.from(), value.to());
        } finally {
            value.release();
        }
        if (before != null && shape == before.shape()) {
            return before;
        }
        Columns columns = ofShapes.get(shape);
        if (columns == null) {
            columns = planned(shape);
            ofShapes.put(shape, columns, columns.width());
        }
        return usable(columns);
    }

    /** The shape of the values that a partition has had; null if it has had none. */
    private ValueShape shape(Columns before) {
        return before == null || before == withoutValues ? null : before.shape();
    }

    private Columns withoutValues() throws BadRecordException {
        if (withoutValues == null) {
            withoutValues = planned(new NoValues());
        }
        return usable(withoutValues);
    }

    private static Columns usable(Columns columns) throws BadRecordException {
        if (columns.refusal() != null) {
            throw new BadRecordException(columns.refusal());
        }
        return columns;
    }

    private Columns planned(ValueShape shape) {
        FormatPlan.Result result = FormatPlan.of(settings, topic, framed, shape);
        Optional<FormatPlan> plan = result.plan();
        return plan.isPresent()
                ? new Columns(shape, plan.get().format(room), plan.get().width(), null)
                : new Columns(shape, null, 0, String.join("; ", result.problems()));
    }

    @Override
    public String route(SourceRecord record) throws BadRecordException, TryLaterException {
        Columns before = ofPartitions.get(record.partition());
        Columns columns = known(record, before);
        use(columns);
        if (grows && columns != before) {
            // Even if the record turns out to be bad: one that comes often must not make a batch of each record before
            // it.
            ofPartitions.put(record.partition(), columns);
        }
        return columns.format().route(record);
    }

    private void use(Columns columns) {
        if (current != null && current != columns) {
            current.format().release();
        }
        current = columns;
    }

    @Override
    public int storedBytes() {
        return current.format().storedBytes();
    }

    @Override
    public long neededBytes() {
        return current.format().neededBytes();
    }

    @Override
    public long keptBytes() {
        return current.format().keptBytes();
    }

    @Override
    public void keep(Bytes out) {
        current.format().keep(out);
    }

    @Override
    public void restore(int partition, byte[] kept, int from, int to) {
        use(ofPartitions.get(partition));
        current.format().restore(partition, kept, from, to);
    }

    @Override
    public void release() {
        if (current != null) {
            current.format().release();
        }
    }

    @Override
    public DataFile open(OutputStream out) throws IOException {
        return current.format().open(out);
    }

    @Override
    public String extension() {
        return settings.files().format().endings(settings.compression()).get(0);
    }

    @Override
    public long maxRowsPerFile() {
        return settings.files().format().maxRowsPerFile();
    }

    @Override
    public long boundaryMillis() {
        return current == null ? Long.MAX_VALUE : current.format().boundaryMillis();
    }

    @Override
    public long eventMillis() {
        return current == null ? Long.MIN_VALUE : current.format().eventMillis();
    }
}
