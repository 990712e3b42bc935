package io.millrace.producer.tail;

import io.millrace.producer.delivery.OutRecord;
import io.millrace.producer.delivery.Outlet;
import io.millrace.producer.delivery.PositionedSource;
import io.millrace.producer.delivery.Refusal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows log files: every complete record of every file once, in each file's order. */
public final class TailSource implements PositionedSource {
    private static final Logger log = LoggerFactory.getLogger(TailSource.class);
    private static final int PORTION = 1 << 20;
    private static final Duration IDLE_WAIT = Duration.ofMillis(100);

    /** Waits, and returns early if the process is asked to stop. */
    public interface Idle {
        void await(Duration atMost) throws InterruptedException;
    }

    private final TailSettings settings;
    private final FileSet files;
    private final LineFormat format;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Idle idle;
    private long nextScan;
    private boolean scanned;

    public TailSource(
            InputFiles inputs,
            TailSettings settings,
            LineFormat format,
            Clock clock,
            LongSupplier nanoClock,
            Idle idle) {
        this.settings = settings;
        this.files = new FileSet(inputs, settings, clock);
        this.format = format;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.idle = idle;
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        List<FilePosition> known = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : positions.entrySet()) {
            known.add(FilePosition.fromBytes(entry.getKey(), entry.getValue()));
        }
        files.restore(known);
        scanned = false;
    }

    @Override
    public Outcome read(Outlet outlet) throws IOException, InterruptedException {
        long now = nanoClock.getAsLong();
        if (!scanned || (!settings.untilEnd() && now - nextScan >= 0)) {
            files.scan(now);
            scanned = true;
            nextScan = now + settings.scanInterval().toNanos();
        }
        boolean read = false;
        for (FollowedFile file : files.readable(now)) {
            read |= readPortion(file, outlet, now);
        }
        if (read) {
            return Outcome.MORE;
        }
        if (settings.untilEnd() && files.nothingLeft()) {
            return Outcome.ENDED;
        }
        if (!settings.untilEnd()) {
            idle.await(IDLE_WAIT);
        }
        return settings.untilEnd() ? Outcome.MORE : Outcome.IDLE;
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        Map<String, byte[]> changed = new HashMap<>();
        for (FollowedFile file : files.all()) {
            if (file.hasMoved()) {
                changed.put(file.id(), file.commit(clock.instant()).toBytes());
            }
        }
        files.takeForgotten().forEach(id -> changed.put(id, null));
        return changed;
    }

    /** What could not be read although it was asked for, a sentence each. */
    public List<String> problems() {
        return files.problems();
    }

    @Override
    public void close() {
        files.closeAll();
    }

    private boolean readPortion(FollowedFile file, Outlet outlet, long now) throws IOException {
        RecordReader.RecordSink sink = new FileSink(file.firstPath(), outlet);
        try {
            switch (file.read(PORTION, now, sink)) {
                case READ -> {
                    return true;
                }
                case AT_END -> atEnd(file, now, sink);
                case BROKEN_OFF -> brokenOff(file);
            }
            return false;
        } catch (IOException e) {
            // One bad disk block or a vanished mount must not stop the other files.
            files.problem(
                    "file '" + file.firstPath() + "' cannot be read at byte " + file.offset() + ": " + e.getMessage());
            file.giveUpForNow();
            return false;
        }
    }

    private void atEnd(FollowedFile file, long now, RecordReader.RecordSink sink) {
        boolean gone = file.found().isEmpty()
                && file.idleNanos(now) >= settings.recordIdle().toNanos();
        if (settings.untilEnd() || file.isPacked() || gone) {
            file.giveOutAll(sink);
            file.close();
        } else {
            file.giveOutIdle(now, sink);
        }
    }

    private void brokenOff(FollowedFile file) {
        files.problem("compressed file '" + file.firstPath() + "' breaks off behind byte " + file.offset()
                + " of its content: it is damaged or still being written; all complete records before were taken");
        file.giveUpForNow();
    }

    /** Gives one file's records a partition, so that they keep their order, and their format. */
    private final class FileSink implements RecordReader.RecordSink {
        private final String path;
        private final String origin;
        private final Outlet outlet;
        private final int partition;

        FileSink(String path, Outlet outlet) {
            this.path = path;
            this.origin = "file:" + path;
            this.outlet = outlet;
            this.partition = Math.floorMod(spread(path.hashCode()), outlet.partitions());
        }

        @Override
        public void record(byte[] value, int piece, long offset) {
            outlet.record(new OutRecord(partition, null, format.value(value, path), piece, List.of(), origin, offset));
        }

        @Override
        public void refused(byte[] sample, long offset) {
            outlet.refuse(new Refusal(
                    sample,
                    origin,
                    offset,
                    "record is longer than " + settings.longRecords().maxBytes() + " bytes"));
            log.warn(
                    "Record refused, it is too long: path={} offset={} limit={}",
                    path,
                    offset,
                    settings.longRecords().maxBytes());
        }

        private static int spread(int hash) {
            // Neighbouring names differ in their last characters only.
            return (hash * 0x9E3779B9) >>> 8;
        }
    }

    /** Makes the record's value from the bytes of the line. */
    public interface LineFormat {
        /** The line's own bytes. */
        LineFormat TEXT = (line, path) -> line;

        byte[] value(byte[] line, String path);
    }
}
