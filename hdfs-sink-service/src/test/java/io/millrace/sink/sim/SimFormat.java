package io.millrace.sink.sim;

import io.millrace.formats.Tombstones;
import io.millrace.formats.TopicFormat;
import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.DataFile;
import io.millrace.record.BadRecordException;
import io.millrace.record.RowDeletedException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The plainest format: values are {@code FOLDER|HOUR}, or {@code @MILLIS/FOLDER}, an event time whose hour's folder of {@link
 * #LAYOUT} they go to. Files have a line {@code topic partition offset} per record and a footer {@code end}, so that a partial file is
 * seen. A value of {@code bad} cannot be stored, one of {@code unknown} not as long as a registry is away, one of {@code deleted} only
 * where tombstones are; one that is absent goes to a folder of its own.
 */
public final class SimFormat implements TopicFormat {
    /** Of values that are a time. */
    public static final String LAYOUT = "dt={yyyy-MM-dd}/hour={HH}/{f}";

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'dt='uuuu-MM-dd/'hour='HH").withZone(ZoneOffset.UTC);

    private final long maxRows;
    private final BooleanSupplier registry;
    private final Tombstones tombstones;
    private String folder = "";
    private long boundary = Long.MAX_VALUE;
    private long eventMillis = Long.MIN_VALUE;
    private byte[] line = new byte[0];
    private int valueBytes;

    public SimFormat(long maxRows) {
        this(maxRows, () -> true);
    }

    public SimFormat(long maxRows, Tombstones tombstones) {
        this(maxRows, () -> true, tombstones);
    }

    /** @param registry whether it answers */
    public SimFormat(long maxRows, BooleanSupplier registry) {
        this(maxRows, registry, Tombstones.DEAD_LETTER);
    }

    private SimFormat(long maxRows, BooleanSupplier registry, Tombstones tombstones) {
        this.maxRows = maxRows;
        this.registry = registry;
        this.tombstones = tombstones;
    }

    @Override
    public String route(SourceRecord record) throws BadRecordException, TryLaterException {
        if (record.value() == null && tombstones != Tombstones.STORE) {
            throw new BadRecordException("record has no value");
        }
        String text = record.value() == null
                ? "f=none"
                : StandardCharsets.UTF_8.decode(record.value()).toString();
        valueBytes = record.value() == null ? 0 : record.value().remaining();
        if (text.equals(SimRecord.DELETED) && tombstones != Tombstones.STORE) {
            throw new RowDeletedException();
        }
        if (text.equals("bad")) {
            throw new BadRecordException("value is 'bad', must be anything else");
        }
        if (text.equals("unknown") && !registry.getAsBoolean()) {
            throw new TryLaterException("the registry does not answer", new IOException("simulated"));
        }
        eventMillis = Long.MIN_VALUE;
        if (text.startsWith("@")) {
            eventMillis = millis(text);
            text = FOLDER.format(Instant.ofEpochMilli(eventMillis)) + text.substring(text.indexOf('/'));
        }
        int bar = text.indexOf('|');
        String found = bar < 0 ? text : text.substring(0, bar);
        if (!found.equals(folder)) {
            folder = found;
        }
        boundary = bar < 0 ? Long.MAX_VALUE : Long.parseLong(text.substring(bar + 1)) * 3_600_000L;
        line = (record.topic() + " " + record.partition() + " " + record.offset() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        return folder;
    }

    /** The event time of a value that is a time. */
    public static long millis(String value) {
        return Long.parseLong(value.substring(1, value.indexOf('/')));
    }

    @Override
    public int storedBytes() {
        return valueBytes;
    }

    @Override
    public long neededBytes() {
        return line.length;
    }

    @Override
    public long keptBytes() {
        return line.length;
    }

    @Override
    public void keep(Bytes out) {
        out.put(line, 0, line.length);
    }

    @Override
    public void restore(int partition, byte[] kept, int from, int to) {
        line = Arrays.copyOfRange(kept, from, to);
    }

    @Override
    public void release() {
        line = new byte[0];
    }

    @Override
    public DataFile open(OutputStream out) {
        return new Lines(out);
    }

    @Override
    public String extension() {
        return "sim";
    }

    @Override
    public long maxRowsPerFile() {
        return maxRows;
    }

    @Override
    public long boundaryMillis() {
        return boundary;
    }

    @Override
    public long eventMillis() {
        return eventMillis;
    }

    private final class Lines implements DataFile {
        private final OutputStream out;
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private long rows;
        private long written;

        Lines(OutputStream out) {
            this.out = out;
        }

        @Override
        public void append() throws IOException {
            buffer.write(line);
            rows++;
            if (buffer.size() > 100) {
                flush();
            }
        }

        @Override
        public long flushableBytes() {
            return buffer.size();
        }

        @Override
        public void flush() throws IOException {
            written += buffer.size();
            out.write(buffer.toByteArray());
            buffer.reset();
        }

        @Override
        public long rows() {
            return rows;
        }

        @Override
        public long bytes() {
            return written + buffer.size();
        }

        @Override
        public long bufferedBytes() {
            return buffer.size();
        }

        @Override
        public void finish() throws IOException {
            buffer.writeBytes("end\n".getBytes(StandardCharsets.UTF_8));
            flush();
        }

        @Override
        public void abandon() {
            buffer.reset();
        }
    }
}
