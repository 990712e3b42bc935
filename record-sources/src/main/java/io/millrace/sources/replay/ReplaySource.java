package io.millrace.sources.replay;

import io.millrace.formats.model.Encoding;
import io.millrace.formats.model.RecordType;
import io.millrace.model.SensorReading;
import io.millrace.model.WeatherReport;
import io.millrace.runtime.cli.Problems;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import io.millrace.sources.delivery.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays a recorded file once: each row becomes its records, at its own pace or faster. */
public final class ReplaySource implements PositionedSource {
    private static final Logger log = LoggerFactory.getLogger(ReplaySource.class);
    private static final int ROWS_PER_READ = 2000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** Waits, and returns early if the process is asked to stop. */
    public interface Idle {
        void await(Duration atMost) throws InterruptedException;
    }

    private final Path file;
    private final Mapping mapping;
    private final Encoding encoding;
    private final double speed;
    private final LongSupplier nanoClock;
    private final Idle idle;
    private final DateTimeFormatter timeFormat;
    private final Deque<OutRecord> ready = new ArrayDeque<>();
    private RowReader reader;
    /** Rows that have become records, or were skipped or refused. */
    private long rows;

    private long committedRows;
    private long restoredRows;
    private long skipped;
    private Instant firstTime;
    private long startedNanos;
    private Instant dueTime;

    /**
     * @param mapping the mapping file
     * @param speed 0 for as fast as it goes, 1 for the pace of the row's times, 60 for a minute in a second
     */
    public ReplaySource(Path file, Path mapping, Encoding encoding, double speed, LongSupplier nanoClock, Idle idle) {
        this.file = file;
        this.mapping = Mapping.read(mapping);
        requireColumns();
        this.encoding = encoding;
        this.speed = speed;
        this.nanoClock = nanoClock;
        this.idle = idle;
        this.timeFormat = this.mapping
                .timeFormat()
                .map(DateTimeFormatter::ofPattern)
                .orElse(new java.time.format.DateTimeFormatterBuilder()
                        .append(DateTimeFormatter.ISO_LOCAL_DATE)
                        .optionalStart()
                        .appendLiteral('T')
                        .append(DateTimeFormatter.ISO_LOCAL_TIME)
                        .optionalStart()
                        .appendOffsetId()
                        .toFormatter());
    }

    /** A column that no row can have would make every row a dead letter. */
    private void requireColumns() {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            return; // The command says so, with all else that is wrong.
        }
        Problems problems = new Problems();
        try (RowReader rows = RowReader.open(file, mapping)) {
            rows.columns()
                    .ifPresent(columns -> mapping.columns().forEach((key, column) -> {
                        if (!columns.contains(column)) {
                            problems.add(key + " is '" + column + "', must be a column of '" + file + "': "
                                    + String.join(", ", columns));
                        }
                    }));
        } catch (IOException e) {
            problems.add("--input is '" + file + "', must be a text file in UTF-8 (" + e.getMessage() + ")");
        }
        problems.throwIfAny();
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        close();
        byte[] saved = positions.get(key());
        committedRows = saved == null ? 0 : Long.parseLong(new String(saved, StandardCharsets.US_ASCII));
        reader = RowReader.open(file, mapping);
        ready.clear();
        skipped = 0;
        firstTime = null;
        dueTime = null;
        rows = 0;
        while (rows < committedRows) {
            try {
                if (reader.next().isEmpty()) {
                    throw new IOException("file '" + file + "' has " + rows + " rows, must have the " + committedRows
                            + " that were played before; another file needs another --name");
                }
            } catch (RecordedRow.FieldException e) {
                // Refused when it was played.
                rows++;
                continue;
            }
            rows++;
        }
        restoredRows = rows;
        if (rows > 0) {
            log.info("Rows that were played before are passed over: file={} rows={}", file, rows);
        }
    }

    @Override
    public Outcome read(Outlet outlet) throws IOException, InterruptedException {
        for (int i = 0; i < ROWS_PER_READ; i++) {
            if (ready.isEmpty() && !prepareRow(outlet)) {
                if (rows == restoredRows && rows > 0) {
                    log.info(
                            "Nothing was left to play: all rows were played before; with another --name they are again");
                }
                return Outcome.ENDED;
            }
            if (!ready.isEmpty() && waits()) {
                return Outcome.IDLE;
            }
            ready.forEach(outlet::record);
            if (!ready.isEmpty()) {
                ready.clear();
                rows++;
            }
        }
        return Outcome.MORE;
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        if (rows == committedRows) {
            return Map.of();
        }
        committedRows = rows;
        return Map.of(key(), Long.toString(rows).getBytes(StandardCharsets.US_ASCII));
    }

    /** Measurements that the file says are missing, since the start or the last interruption. */
    public long skipped() {
        return skipped;
    }

    @Override
    public void close() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                // Opened for reading only: nothing can be lost.
                reader = null;
            }
            reader = null;
        }
    }

    private String key() {
        return "file/" + file.toAbsolutePath().normalize();
    }

    /** True unless the file has ended; the row's records are ready then, or it was refused or had no value. */
    private boolean prepareRow(Outlet outlet) throws IOException {
        try {
            Optional<Map<String, String>> fields = reader.next();
            if (fields.isEmpty()) {
                return false;
            }
            RecordedRow row = new RecordedRow(fields.get(), mapping);
            dueTime = row.time(timeFormat);
            for (Mapping.Measure measure : mapping.measures()) {
                Optional<Double> value = row.value(measure);
                if (value.isPresent()) {
                    ready.add(record(row.name(), measure, value.get()));
                } else {
                    skipped++;
                }
            }
            if (ready.isEmpty()) {
                rows++;
            }
        } catch (RecordedRow.FieldException | IllegalArgumentException e) {
            ready.clear();
            outlet.refuse(new Refusal(new byte[0], "file:" + file, rows + 1, e.getMessage()));
            rows++;
        }
        return true;
    }

    private OutRecord record(String name, Mapping.Measure measure, double value) {
        byte[] bytes = mapping.record() == Mapping.Kind.WEATHER_REPORT
                ? RecordType.WEATHER.codec(encoding).encode(new WeatherReport(name, dueTime, value))
                : RecordType.READING
                        .codec(encoding)
                        .encode(new SensorReading(name, measure.type(), value, measure.unit(), dueTime, false));
        return OutRecord.keyed(name.getBytes(StandardCharsets.UTF_8), bytes).at("file:" + file, rows + 1);
    }

    /** Waits a little if the row's time has not come; true if it still has not. */
    private boolean waits() throws InterruptedException {
        if (speed == 0) {
            return false;
        }
        if (firstTime == null) {
            firstTime = dueTime;
            startedNanos = nanoClock.getAsLong();
        }
        double recordedNanos = Duration.between(firstTime, dueTime).toMillis() * 1e6;
        long wait = (long) (recordedNanos / speed) - (nanoClock.getAsLong() - startedNanos);
        if (wait <= 0) {
            return false;
        }
        idle.await(wait < LONGEST_WAIT.toNanos() ? Duration.ofNanos(wait) : LONGEST_WAIT);
        return nanoClock.getAsLong() - startedNanos < (long) (recordedNanos / speed);
    }
}
