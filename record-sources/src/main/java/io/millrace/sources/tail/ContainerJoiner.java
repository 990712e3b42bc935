package io.millrace.sources.tail;

import io.millrace.sources.delivery.OutHeader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes records of a container's log: joins the parts of a line, of each of the container's streams by itself, and lines
 * that belong to one record. One instance per file.
 *
 * <p>All that it holds follows from the file's bytes since {@link #since}, where the oldest unfinished record begins: a
 * position tells this place beside how far lines were read, and whoever goes on there reads the bytes in between once more
 * without handing anything out. So an unfinished record neither keeps others back nor repeats them.
 */
final class ContainerJoiner {
    /** Header of the stream that a record came by. */
    static final String STREAM = "container.stream";
    /** Header of the time at which the container wrote the record's beginning. */
    static final String TIME = "container.time";

    /** Takes what was handed out in an earlier life. */
    static final RecordReader.RecordSink HANDED_OUT_BEFORE = new RecordReader.RecordSink() {
        @Override
        public void record(byte[] value, int piece, long offset, List<OutHeader> headers) {}

        @Override
        public void refused(byte[] sample, long offset) {}
    };

    /** A line's beginning is looked at for the start of a record, however long the line is. */
    private static final int LOOK_AT = 1024;
    /**
     * Bytes of the file behind which an unfinished record is given up waiting for: a position tells its distance as an int,
     * and whoever goes on there reads so much again.
     */
    private static final long LONGEST_WAIT = 64L << 20;

    private static final int SAMPLE_LENGTH = 1024;

    private final ContainerFormat format;
    private final Optional<Pattern> recordStart;
    private final long longestWait;
    private final Map<String, Unfinished> streams = new LinkedHashMap<>();
    private boolean mixed;

    ContainerJoiner(ContainerFormat format, Optional<Pattern> recordStart) {
        this(format, recordStart, LONGEST_WAIT);
    }

    /**
     * @param longestWait bytes of the file behind which unfinished records are given out as they are
     */
    ContainerJoiner(ContainerFormat format, Optional<Pattern> recordStart, long longestWait) {
        this.longestWait = longestWait;
        this.format = format;
        this.recordStart = recordStart;
    }

    /** A record that may go on. */
    private static final class Unfinished {
        private final long since;
        private final List<OutHeader> headers;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int pieces;
        private boolean refused;
        private boolean midLine;

        Unfinished(long since, List<OutHeader> headers) {
            this.since = since;
            this.headers = headers;
        }
    }

    /** Takes the file's line at {@code offset}, without its line end. */
    void line(byte[] buffer, int start, int end, long offset, LongRecords limit, RecordReader.RecordSink out) {
        giveUpWaiting(offset, limit, out);
        Optional<ContainerLine> parsed = format.parse(buffer, start, end);
        if (parsed.isEmpty() && !mixed) {
            mixed = true;
            out.foreign(offset);
        }
        // A line that the runtime did not write is a record of no stream.
        ContainerLine line =
                parsed.orElseGet(() -> new ContainerLine("", "", false, Arrays.copyOfRange(buffer, start, end)));
        Unfinished record = streams.get(line.stream());
        if (record != null && !record.midLine) {
            if (startsRecord(line.content())) {
                finish(line.stream(), out);
                record = null;
            } else {
                append(record, new byte[] {'\n'}, limit, out);
            }
        }
        if (record == null) {
            List<OutHeader> headers = parsed.isEmpty()
                    ? List.of()
                    : List.of(OutHeader.of(STREAM, line.stream()), OutHeader.of(TIME, line.time()));
            record = new Unfinished(offset, headers);
            streams.put(line.stream(), record);
        }
        append(record, line.content(), limit, out);
        record.midLine = line.partial();
        if (!record.midLine && recordStart.isEmpty()) {
            finish(line.stream(), out);
        }
    }

    /**
     * Depends on the file's bytes alone, and gives out all streams at once: a record that outlived an older one's end would
     * else be read again from its own beginning on, where the older one has not ended. What is read again has not been given
     * up before, whatever the limit was then.
     */
    private void giveUpWaiting(long offset, LongRecords limit, RecordReader.RecordSink out) {
        if (offset - since(offset) > longestWait && out != HANDED_OUT_BEFORE) {
            flushAll(limit, out);
        }
    }

    private boolean startsRecord(byte[] content) {
        if (recordStart.isEmpty()) {
            return true;
        }
        String beginning = Encoding.AS_IT_IS.text(content, 0, Math.min(content.length, LOOK_AT));
        return recordStart.get().matcher(beginning).lookingAt();
    }

    private static void append(Unfinished record, byte[] content, LongRecords limit, RecordReader.RecordSink out) {
        int from = 0;
        while (!record.refused && record.bytes.size() + content.length - from > limit.maxBytes()) {
            if (limit.treatment() == LongRecords.Treatment.REFUSE) {
                record.bytes.write(content, from, Math.min(SAMPLE_LENGTH, content.length - from));
                byte[] sample = record.bytes.toByteArray();
                out.refused(Arrays.copyOf(sample, Math.min(SAMPLE_LENGTH, sample.length)), record.since);
                record.refused = true;
                record.bytes.reset();
                return;
            }
            int cut = Encoding.utf8Boundary(content, from, from + limit.maxBytes() - record.bytes.size());
            record.bytes.write(content, from, cut - from);
            record.pieces++;
            out.record(record.bytes.toByteArray(), record.pieces, record.since, record.headers);
            record.bytes.reset();
            from = cut;
        }
        if (!record.refused) {
            record.bytes.write(content, from, content.length - from);
        }
    }

    private void finish(String stream, RecordReader.RecordSink out) {
        Unfinished record = streams.remove(stream);
        boolean nothingLeft = record.refused || (record.pieces > 0 && record.bytes.size() == 0);
        if (!nothingLeft) {
            int piece = record.pieces == 0 ? 0 : record.pieces + 1;
            out.record(record.bytes.toByteArray(), piece, record.since, record.headers);
        }
    }

    /** Gives out records whose lines are whole, unless a line of some stream is not: the others then wait for it. */
    void flushLines(LongRecords limit, RecordReader.RecordSink out) {
        if (streams.values().stream().noneMatch(record -> record.midLine)) {
            flushAll(limit, out);
        }
    }

    /** Gives out everything that is held as it is. */
    void flushAll(LongRecords limit, RecordReader.RecordSink out) {
        for (String stream : List.copyOf(streams.keySet())) {
            finish(stream, out);
        }
    }

    boolean holdsSomething() {
        return !streams.isEmpty();
    }

    /** Where the oldest unfinished record begins; {@code offset} if there is none. */
    long since(long offset) {
        long since = offset;
        for (Unfinished record : streams.values()) {
            since = Math.min(since, record.since);
        }
        return since;
    }
}
