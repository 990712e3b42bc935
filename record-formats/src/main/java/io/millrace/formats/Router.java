package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.json.Iso8601;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.TemplateException;
import io.millrace.formats.metadata.MetadataText;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.value.Change;
import io.millrace.formats.value.TimestampUnit;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names the folder of a decoded record. Remembers a bounded number of folders, so that the usual
 * record costs a comparison and no text.
 */
final class Router {
    private static final int SETS_BITS = 10;
    /** Folders whose values fall into one set, before one of them is forgotten: a thousand at random hardly ever do. */
    private static final int WAYS = 4;
    /** One record with a huge value in its folder's name, which is refused, must not stay in memory. */
    private static final int MOST_KEPT_VALUES = 64 << 10;
    /** Offsets of zones are multiples of this, so times in one slice are in one folder. */
    private static final long SLICE_MILLIS = 60_000;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final int LONGEST_NUMBER = 40;

    private static final int ABSENT = 0;
    private static final int PRESENT = 1;

    private final FolderTemplate template;
    private final Leaf[] fields;
    private final Leaf eventTime;
    private final Change change;
    private final TimestampUnit unit;
    private final boolean isUnitSaid;
    private final Remembered[] remembered = new Remembered[WAYS << SETS_BITS];
    private int forgotten;
    private final InputBytes key = new InputBytes();
    /** Whatever makes the record's folder besides partition and time, as bytes that tell any two sets of values apart. */
    private final Bytes values = new Bytes(256);

    private Remembered last;
    private long eventMillis = Long.MIN_VALUE;

    private record Remembered(int partition, long start, long end, byte[] values, String folder) {}

    /**
     * @param fields leaves of the template's fields, in its order
     * @param eventTime leaf of the event time, or null for the Kafka timestamp
     * @param change what the record says of itself if it is a change event
     * @param unit of event times that are mere numbers; empty if nobody said it
     */
    Router(FolderTemplate template, List<Leaf> fields, Leaf eventTime, Change change, Optional<TimestampUnit> unit) {
        this.unit = unit.orElse(TimestampUnit.MILLIS);
        this.isUnitSaid = unit.isPresent();
        this.template = template;
        this.fields = fields.toArray(new Leaf[0]);
        this.eventTime = eventTime;
        this.change = change;
    }

    /** End of the time folder of the last record routed, or Long.MAX_VALUE. */
    long boundaryMillis() {
        return last == null ? Long.MAX_VALUE : last.end();
    }

    /** Event time of the last record routed, or Long.MIN_VALUE. */
    long eventMillis() {
        return eventMillis;
    }

    String route(SourceRecord record, Row row) throws BadRecordException {
        long millis = 0;
        if (template.usesTime()) {
            millis = time(record, row);
            eventMillis = millis;
        }
        int partition = template.usesPartition() ? record.partition() : 0;
        gatherValues(record, row);
        Remembered known = last;
        if (known != null && matches(known, partition, millis)) {
            return known.folder();
        }
        long hash = (Math.floorDiv(millis, SLICE_MILLIS) * 31 + partition) * 31;
        for (int i = 0; i < values.size; i++) {
            hash = hash * 31 + values.array[i];
        }
        int set = (int) ((hash * 0x9E3779B97F4A7C15L) >>> 64 - SETS_BITS) * WAYS;
        for (int way = set; way < set + WAYS; way++) {
            known = remembered[way];
            if (known == null) {
                return remember(way, compute(record, row, partition, millis));
            }
            if (matches(known, partition, millis)) {
                last = known;
                return known.folder();
            }
        }
        return remember(set + (forgotten++ & WAYS - 1), compute(record, row, partition, millis));
    }

    private String remember(int place, Remembered computed) {
        remembered[place] = computed;
        last = computed;
        return computed.folder();
    }

    private boolean matches(Remembered known, int partition, long millis) {
        return known.partition() == partition
                && millis >= known.start()
                && millis < known.end()
                && Arrays.equals(known.values(), 0, known.values().length, values.array, 0, values.size);
    }

    private Remembered compute(SourceRecord record, Row row, int partition, long millis) throws BadRecordException {
        String[] texts = new String[fields.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text(row, fields[i]);
        }
        try {
            FolderTemplate.Folder folder = template.folder(partition, millis, keyText(record), texts);
            String path = folder.path();
            if (last != null && last.folder().equals(path)) {
                path = last.folder();
            }
            return new Remembered(
                    partition, folder.start(), folder.end(), Arrays.copyOf(values.array, values.size), path);
        } catch (TemplateException e) {
            throw new BadRecordException(e.getMessage());
        }
    }

    private long time(SourceRecord record, Row row) throws BadRecordException {
        // What has no value has no field in it.
        boolean isKafkas = eventTime == null || record.value() == null || isUnknown(row);
        long millis = isKafkas ? record.timestampMillis() : fieldTime(row);
        if (isKafkas && millis < 0) {
            throw new BadRecordException("record has no Kafka timestamp, which the layout needs");
        }
        if (!FolderTemplate.isSensible(millis)) {
            throw new BadRecordException(
                    isKafkas
                            ? "Kafka timestamp is not within the years 1 to 9999"
                            : "event time '" + eventTime.path() + "' is not within the years 1 to 9999");
        }
        return millis;
    }

    /** Of a deleted row the database's log may have no more than its key. */
    private boolean isUnknown(Row row) {
        return change.isDelete() && isAbsent(row.column(eventTime.index()), eventTime);
    }

    private long fieldTime(Row row) throws BadRecordException {
        StagedColumn column = row.column(eventTime.index());
        if (column.definitions[0] < eventTime.definition()) {
            throw new BadRecordException("event time '" + eventTime.path() + "' is null or missing");
        }
        long number = column.numbers[0];
        return switch (eventTime.type()) {
            case TIMESTAMP_MILLIS -> number;
            case LONG, INT -> millis(number);
            case TIMESTAMP_MICROS -> Math.floorDiv(number, 1000L);
            case TIMESTAMP_NANOS -> Math.floorDiv(number, 1_000_000L);
            case DATE -> number * 86_400_000L;
            default -> textTime(row, column);
        };
    }

    private long textTime(Row row, StagedColumn column) throws BadRecordException {
        byte[] bytes = row.array(column.offsets[0]);
        int from = Row.offset(column.offsets[0]);
        int to = from + column.lengths[0];
        long micros = Iso8601.micros(bytes, from, to);
        if (micros != Iso8601.INVALID) {
            return Math.floorDiv(micros, 1000L);
        }
        String text = new String(bytes, from, Math.min(to - from, LONGEST_NUMBER), StandardCharsets.ISO_8859_1);
        try {
            if (to - from < LONGEST_NUMBER && NUMBER.matcher(text).matches()) {
                return text.indexOf('.') < 0 ? millis(Long.parseLong(text)) : millis(new BigDecimal(text));
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // As any other text.
            throw noTime();
        }
        throw noTime();
    }

    private BadRecordException noTime() {
        return new BadRecordException("event time '" + eventTime.path()
                + "' must be an ISO-8601 time with an offset or " + unit + " since 1970");
    }

    private long millis(long number) throws BadRecordException {
        if (!isUnitSaid && !unit.isBelievable(number)) {
            throw unbelievable(Long.toString(number));
        }
        try {
            return Math.floorDiv(unit.toMicros(number), 1000L);
        } catch (ArithmeticException e) {
            throw new BadRecordException("event time '" + eventTime.path() + "' is not within the years 1 to 9999");
        }
    }

    private long millis(BigDecimal number) throws BadRecordException {
        long micros = unit.toMicros(number);
        if (!isUnitSaid && !TimestampUnit.isBelievableMicros(micros)) {
            throw unbelievable(number.toPlainString());
        }
        return Math.floorDiv(micros, 1000L);
    }

    private BadRecordException unbelievable(String number) {
        return new BadRecordException(unit.unbelievable("event time '" + eventTime.path() + "'", number));
    }

    /** Types that can be an event time. */
    static boolean canBeTime(LeafType type) {
        return switch (type) {
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS, DATE, LONG, INT, STRING, ANY_TEXT -> true;
            default -> false;
        };
    }

    private void gatherValues(SourceRecord record, Row row) throws BadRecordException {
        values.clear(MOST_KEPT_VALUES);
        for (Leaf field : fields) {
            StagedColumn column = row.column(field.index());
            if (isAbsent(column, field)) {
                values.putByte(ABSENT);
            } else if (field.type().isBytes()) {
                gather(row.array(column.offsets[0]), Row.offset(column.offsets[0]), column.lengths[0]);
            } else {
                values.putByte(PRESENT);
                values.putLong(column.numbers[0]);
            }
        }
        if (template.usesKey()) {
            if (hasKey(record)) {
                gather(key.array(), key.from(), key.to() - key.from());
            } else {
                values.putByte(ABSENT);
            }
        }
    }

    private void gather(byte[] bytes, int from, int length) {
        values.putByte(PRESENT);
        values.putInt(length);
        values.put(bytes, from, length);
    }

    private boolean hasKey(SourceRecord record) throws BadRecordException {
        ByteBuffer buffer = template.usesKey() ? record.key() : null;
        if (buffer == null) {
            return false;
        }
        key.set(buffer);
        MetadataText.checkKey(key);
        return true;
    }

    private String keyText(SourceRecord record) throws BadRecordException {
        return hasKey(record)
                ? new String(key.array(), key.from(), key.to() - key.from(), StandardCharsets.UTF_8)
                : null;
    }

    private static boolean isAbsent(StagedColumn column, Leaf leaf) {
        return column.definitions[0] < leaf.definition();
    }

    private static String text(Row row, Leaf leaf) {
        StagedColumn column = row.column(leaf.index());
        return isAbsent(column, leaf) ? null : FieldText.of(row, leaf, column);
    }
}
