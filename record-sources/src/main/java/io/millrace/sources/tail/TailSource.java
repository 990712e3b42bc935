package io.millrace.sources.tail;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.sources.delivery.OutHeader;
import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import io.millrace.sources.delivery.Refusal;
import io.millrace.sources.tail.Notices.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows log files: every complete record of every file once, in each file's order. */
public final class TailSource implements PositionedSource {
    private static final Logger log = LoggerFactory.getLogger(TailSource.class);
    private static final int USUAL_PORTION = 1 << 20;
    private static final Duration IDLE_WAIT = Duration.ofMillis(100);
    /** A writer that has not noticed the deletion of its file may still write to it. */
    private static final Duration LATE_WRITES = Duration.ofSeconds(60);
    /** Looking takes at most about one part in so many of the time, as long as pauses do not become too long. */
    private static final int LOOKING_SHARE = 40;

    private static final int LONGEST_PAUSE = 4;
    /** Looks at the start of a run that ends: something may be on its way from one name to another. */
    private static final int MOST_LOOKS_UNTIL_END = 4;

    /** Waits, and returns early if the process is asked to stop. */
    public interface Idle {
        void await(Duration atMost) throws InterruptedException;
    }

    private final TailSettings settings;
    private final FileSet files;
    private final Notices notices = new Notices();
    private final LineFormat format;
    private final FileMetadata metadata;
    private final Set<String> said = new HashSet<>();
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Idle idle;
    private final LongAdder replaced = new LongAdder();
    private int portion = USUAL_PORTION;
    private long nextScan;
    private Optional<TailMeters> meters = Optional.empty();
    private int looks;
    private int looksAtEnd;
    private boolean lookAgain;
    private boolean turnEnded;

    public TailSource(
            InputFiles inputs,
            TailSettings settings,
            LineFormat format,
            Clock clock,
            LongSupplier nanoClock,
            Idle idle) {
        this(inputs, settings, new RecordForm(format, FileMetadata.NONE), clock, nanoClock, idle);
    }

    public TailSource(
            InputFiles inputs, TailSettings settings, RecordForm form, Clock clock, LongSupplier nanoClock, Idle idle) {
        this(
                inputs,
                settings,
                form,
                clock,
                nanoClock,
                idle,
                () -> UUID.randomUUID().toString().substring(0, 13));
    }

    /** @param ids gives names to positions, each once for ever */
    TailSource(
            InputFiles inputs,
            TailSettings settings,
            RecordForm form,
            Clock clock,
            LongSupplier nanoClock,
            Idle idle,
            Supplier<String> ids) {
        this.settings = settings;
        this.files = new FileSet(inputs, settings, clock, notices, ids);
        inputs.tell(sentence -> notices.counted(Event.UNREADABLE));
        this.format = form.format();
        this.metadata = form.metadata();
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.idle = idle;
    }

    /** Shows lag and events as metrics from now on. */
    public TailSource showIn(MeterRegistry registry) {
        meters = Optional.of(new TailMeters(registry, notices));
        return this;
    }

    /** For whoever checks it: hears what is said about files, and has so many bytes of each read in one turn. */
    TailSource watched(BiConsumer<Event, String> hearer, int bytes) {
        notices.tell(hearer);
        portion = bytes;
        return this;
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        List<FilePosition> known = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : positions.entrySet()) {
            known.add(FilePosition.fromBytes(entry.getKey(), entry.getValue()));
        }
        files.restore(known, nanoClock.getAsLong());
        lookAgain = true;
    }

    @Override
    public Outcome read(Outlet outlet) throws InterruptedException {
        long now = nanoClock.getAsLong();
        if (isTimeToLook(now)) {
            look(now);
            now = nanoClock.getAsLong();
        }
        boolean read = false;
        turnEnded = false;
        for (FollowedFile file : files.readable(now)) {
            read |= readPortion(file, outlet, now);
        }
        if (read || lookAgain || files.active().hasUnread() && (turnEnded || files.hasOpened())) {
            return Outcome.MORE;
        }
        if (settings.untilEnd() && files.active().nothingLeft()) {
            if (files.isUnsettled() && looksAtEnd < MOST_LOOKS_UNTIL_END) {
                // What waited for another to be read can be told now.
                looksAtEnd++;
                lookAgain = true;
                return Outcome.MORE;
            }
            files.saidWhatWaits();
            return Outcome.ENDED;
        }
        if (settings.untilEnd()) {
            // What is read to its end and not committed is waited for: a commit follows at once.
            return files.active().hasUnread() ? Outcome.MORE : Outcome.IDLE;
        }
        idle.await(IDLE_WAIT);
        return Outcome.IDLE;
    }

    private boolean isTimeToLook(long now) {
        return lookAgain || (!settings.untilEnd() && now - nextScan >= 0);
    }

    private void look(long now) {
        files.scan(now);
        looks++;
        meters.ifPresent(shown -> shown.update(files.all()));
        lookAgain = settings.untilEnd() && files.isUnsettled() && looks < MOST_LOOKS_UNTIL_END;
        long interval = settings.scanInterval().toNanos();
        long after = nanoClock.getAsLong();
        long patient = Math.min(LONGEST_PAUSE * interval, (after - now) * LOOKING_SHARE);
        nextScan = after + (files.isDueSoon() ? interval : Math.max(interval, patient));
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        Map<String, byte[]> changed = new HashMap<>();
        for (FollowedFile file : files.active().takeMoved(files.all())) {
            if (file.hasMoved()) {
                changed.put(file.id(), file.commit(clock.instant()).toBytes());
            }
        }
        files.takeForgotten().forEach(id -> changed.put(id, null));
        return changed;
    }

    /** What could not be read although it was asked for, a sentence each. */
    public List<String> problems() {
        return notices.problems();
    }

    /** Characters that had to be replaced because bytes were not of the file's encoding, repeated reading included. */
    public long replacedCharacters() {
        return replaced.sum();
    }

    @Override
    public void close() {
        files.closeAll();
    }

    private boolean readPortion(FollowedFile file, Outlet outlet, long now) {
        if (file.isDrained() && (settings.untilEnd() || file.sight().wasGivenUp())) {
            closeIfCommitted(file);
            return false;
        }
        RecordReader.RecordSink sink = new FileSink(file.path(), outlet);
        boolean before = file.isDrained();
        try {
            long hole = file.records().passOverHole();
            saidHole(file.place(), hole);
            switch (file.read(portion, now, sink)) {
                case READ -> {
                    return true;
                }
                case AT_END -> atEnd(file, now, sink);
                case BROKEN_OFF -> brokenOff(file, now);
            }
            turnEnded |= !before;
            return hole > 0;
        } catch (ReplacedException e) {
            files.wasReplaced(file);
            lookAgain = true;
            return false;
        } catch (IOException e) {
            // One bad disk block or a vanished mount must not stop the other files.
            notices.problem(
                    Event.UNREADABLE,
                    "file '" + file.place() + "' cannot be read at byte " + file.offset() + ": " + Notices.reason(e));
            file.giveUpForNow();
            return false;
        }
    }

    private void saidHole(String path, long bytes) {
        if (bytes > 0) {
            notices.warn(Event.HOLE, "Passed over a hole, bytes of NUL only: path={} bytes={}", path, bytes);
        }
    }

    private void atEnd(FollowedFile file, long now, RecordReader.RecordSink sink) {
        boolean gone = file.found().isEmpty() && file.idleNanos(now) >= LATE_WRITES.toNanos();
        OpenRecords records = file.records();
        if (settings.untilEnd() || records.content().isPacked() || gone) {
            records.reader().flushAll(sink);
            if (settings.untilEnd()) {
                closeIfCommitted(file);
            } else if (!file.holdsMore()) {
                file.close();
            }
        } else {
            records.giveOutIdle(now, sink);
        }
    }

    /** Before it is committed it stays: its path may be gone by now, and what is not committed must be read again. */
    private static void closeIfCommitted(FollowedFile file) {
        if (!file.hasMoved()) {
            file.close();
        }
    }

    /** Still being packed, as long as it changes; else it is damaged. */
    private void brokenOff(FollowedFile file, long now) {
        if (settings.untilEnd() || file.idleNanos(now) >= Newcomers.PACKING_GRACE.toNanos()) {
            notices.problem(
                    Event.DAMAGED,
                    "compressed file '" + file.place() + "' breaks off behind byte " + file.offset()
                            + " of its content: it is damaged or still being written; all complete records before were"
                            + " taken");
        }
        file.sight().isGivenUp();
        closeIfCommitted(file);
    }

    /** Gives one file's records a partition, so that they keep their order, and their format. */
    private final class FileSink implements RecordReader.RecordSink {
        private final String path;
        private final String origin;
        private final List<OutHeader> ofFile;
        private final Outlet outlet;
        private final int partition;

        FileSink(String path, Outlet outlet) {
            this.path = path;
            this.origin = "file:" + path;
            this.ofFile = metadata.ofFile(path);
            this.outlet = outlet;
            this.partition = Math.floorMod(spread(path.hashCode()), outlet.partitions());
        }

        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {
            // Within a long record NUL is content: a hole is where a record begins.
            int hole = piece <= 1 ? PlainContent.holeAtStart(value) : 0;
            saidHole(path, hole);
            if (hole < value.length || hole == 0) {
                byte[] text = hole == 0 ? value : Arrays.copyOfRange(value, hole, value.length);
                outlet.record(new OutRecord(
                        partition,
                        null,
                        format.value(text, path, headers),
                        piece,
                        metadata.ofRecord(ofFile, offset, headers),
                        origin,
                        offset + hole));
            }
        }

        @Override
        public void replaced(int characters, long offset, Encoding encoding) {
            replaced.add(characters);
            if (said.add("encoding " + path)) {
                log.warn(
                        "Bytes that are not {} are replaced by U+FFFD, said once for each file: path={} offset={}",
                        encoding,
                        path,
                        offset);
            }
        }

        @Override
        public void foreign(long offset) {
            if (said.add("container " + path)) {
                log.warn(
                        "Lines that no container runtime wrote are records as they are, said once for each file: path={}"
                                + " offset={}",
                        path,
                        offset);
            }
        }

        @Override
        public void hole(long bytes) {
            saidHole(path, bytes);
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
}
