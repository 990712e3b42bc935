package io.millrace.formats;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.json.Iso8601;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.TemplateException;
import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.row.Leaf;
import io.millrace.formats.row.LeafType;
import io.millrace.formats.row.Row;
import io.millrace.formats.row.StagedColumn;
import io.millrace.formats.value.TimestampUnit;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names the folder of a decoded record. Remembers a bounded number of folders, so that the usual
 * record costs a comparison and no text.
 */
final class Router {
    private static final int REMEMBERED = 4096;
    /** Offsets of zones are multiples of this, so times in one slice are in one folder. */
    private static final long SLICE_MILLIS = 60_000;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final int LONGEST_NUMBER = 40;

    private static final byte[] NOTHING = new byte[0];

    private final FolderTemplate template;
    private final Leaf[] fields;
    private final Leaf eventTime;
    private final TimestampUnit unit;
    private final Remembered[] remembered = new Remembered[REMEMBERED];
    private final InputBytes key = new InputBytes();
    private Remembered last;

    private record Remembered(int partition, long start, long end, byte[] values, String folder) {}

    /**
     * @param fields leaves of the template's fields, in its order
     * @param eventTime leaf of the event time, or null for the Kafka timestamp
     * @param unit of event times that are mere numbers
     */
    Router(FolderTemplate template, List<Leaf> fields, Leaf eventTime, TimestampUnit unit) {
        this.unit = unit;
        this.template = template;
        this.fields = fields.toArray(new Leaf[0]);
        this.eventTime = eventTime;
    }

    /** End of the time folder of the last record routed, or Long.MAX_VALUE. */
    long boundaryMillis() {
        return last == null ? Long.MAX_VALUE : last.end();
    }

    String route(SourceRecord record, Row row) throws BadRecordException {
        long millis = template.usesTime() ? time(record, row) : 0;
        int partition = template.usesPartition() ? record.partition() : 0;
        byte[] values = fields.length > 0 || template.usesKey() ? values(record, row) : NOTHING;
        Remembered known = last;
        if (known != null && matches(known, partition, millis, values)) {
            return known.folder();
        }
        long hash = (Math.floorDiv(millis, SLICE_MILLIS) * 31 + partition) * 31 + Arrays.hashCode(values);
        int slot = (int) ((hash * 0x9E3779B97F4A7C15L) >>> 52);
        known = remembered[slot];
        if (known == null || !matches(known, partition, millis, values)) {
            known = compute(record, row, partition, millis, values);
            remembered[slot] = known;
        }
        last = known;
        return known.folder();
    }

    private static boolean matches(Remembered known, int partition, long millis, byte[] values) {
        return known.partition() == partition
                && millis >= known.start()
                && millis < known.end()
                && Arrays.equals(known.values(), values);
    }

    private Remembered compute(SourceRecord record, Row row, int partition, long millis, byte[] values)
            throws BadRecordException {
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
            return new Remembered(partition, folder.start(), folder.end(), values, path);
        } catch (TemplateException e) {
            throw new BadRecordException(e.getMessage());
        }
    }

    private long time(SourceRecord record, Row row) throws BadRecordException {
        long millis = eventTime == null ? record.timestampMillis() : fieldTime(row);
        if (eventTime == null && millis < 0) {
            throw new BadRecordException("record has no Kafka timestamp, which the layout needs");
        }
        if (!FolderTemplate.isSensible(millis)) {
            throw new BadRecordException(
                    eventTime == null
                            ? "Kafka timestamp is not within the years 1 to 9999"
                            : "event time '" + eventTime.path() + "' is not within the years 1 to 9999");
        }
        return millis;
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
                return text.indexOf('.') < 0
                        ? millis(Long.parseLong(text))
                        : Math.floorDiv(unit.toMicros(new BigDecimal(text)), 1000L);
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
        try {
            return Math.floorDiv(unit.toMicros(number), 1000L);
        } catch (ArithmeticException e) {
            throw new BadRecordException("event time '" + eventTime.path() + "' is not within the years 1 to 9999");
        }
    }

    /** Types that can be an event time. */
    static boolean canBeTime(LeafType type) {
        return switch (type) {
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS, DATE, LONG, INT, STRING, ANY_TEXT -> true;
            default -> false;
        };
    }

    /** Whatever makes the folder besides partition and time, as bytes that tell any two sets of values apart. */
    private byte[] values(SourceRecord record, Row row) throws BadRecordException {
        StringBuilder all = new StringBuilder();
        for (Leaf field : fields) {
            append(all, text(row, field));
        }
        if (template.usesKey()) {
            append(all, keyText(record));
        }
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder all, String text) {
        all.append(text == null ? -1 : text.length()).append(':').append(text);
    }

    private String keyText(SourceRecord record) throws BadRecordException {
        ByteBuffer buffer = template.usesKey() ? record.key() : null;
        if (buffer == null) {
            return null;
        }
        key.set(buffer);
        MetadataColumns.checkKey(key);
        return new String(key.array(), key.from(), key.to() - key.from(), StandardCharsets.UTF_8);
    }

    private static String text(Row row, Leaf leaf) {
        StagedColumn column = row.column(leaf.index());
        return column.definitions[0] < leaf.definition() ? null : FieldText.of(row, leaf, column);
    }
}
