package io.millrace.sources.tail;

import java.io.IOException;

/** An open file's content while it becomes records. */
final class OpenRecords {
    private final TailSettings settings;
    private final Content content;
    private final RecordReader reader;
    private long lastGrowth;
    private boolean drained;
    private boolean verifyDue;
    private boolean givenOut;

    /**
     * Goes on behind what was read.
     *
     * @param path the input's path that it belongs to
     * @param now in nanoseconds
     * @throws ReplacedException if the content does not hold what was read
     */
    OpenRecords(TailSettings settings, String path, Content content, Reached reached, long now) throws IOException {
        this.settings = settings;
        this.content = content;
        this.lastGrowth = now;
        reader = new RecordReader(
                content, settings.newFraming(path), settings.longRecords(), reached.offset(), reached.piece());
        boolean same = reader.headFingerprint().equals(reached.head())
                && reader.tailFingerprint().equals(reached.tail());
        if (reached.offset() > 0
                && !same
                && reader.tailFingerprint().length() <= reached.tail().length()) {
            throw new ReplacedException("it holds other bytes than were read");
        }
        if (!content.isPacked() && content.knownSize() < reached.offset()) {
            throw new ReplacedException("it is shorter than what was read of it");
        }
    }

    Content content() {
        return content;
    }

    RecordReader reader() {
        return reader;
    }

    /** When bytes were there last, in nanoseconds. */
    long lastGrowth() {
        return lastGrowth;
    }

    /** It had not grown since then although it was closed in between. */
    void growsSince(long before) {
        lastGrowth = before;
    }

    /** True if its end was reached since it was opened or grew. */
    boolean isDrained() {
        return drained;
    }

    /** True unless its end was reached and nothing was added since. */
    boolean mayHaveMore() {
        try {
            return !drained || !content.isPacked() && content.knownSize() != reader.readTo();
        } catch (IOException e) {
            return true;
        }
    }

    boolean isReadToItsEnd() {
        return drained && !reader.holdsSomething();
    }

    /** A look saw it: what it holds is compared once more, although nothing may have been added. */
    void verifyNext() {
        verifyDue = true;
    }

    /**
     * Reads a portion.
     *
     * @throws ReplacedException if it holds something else now
     */
    Turn read(int budget, long now, RecordReader.RecordSink out) throws IOException {
        try {
            int n = reader.advance(budget, out);
            if (n > 0) {
                lastGrowth = now;
                givenOut = false;
                drained = false;
                return Turn.READ;
            }
            if (verifyDue) {
                content.verify();
                verifyDue = false;
            }
            drained = true;
            return Turn.AT_END;
        } catch (ReplacedException e) {
            throw e;
        } catch (IOException e) {
            if (!content.isPacked()) {
                throw e;
            }
            drained = true;
            return Turn.BROKEN_OFF;
        }
    }

    /**
     * Passes over a run of NUL that stands where a record would begin; returns its length, 0 if there is none.
     *
     * @throws ReplacedException if the NUL is what a truncation has left
     */
    long passOverHole() throws IOException {
        if (content.isPacked() || reader.holdsSomething() || reader.piece() != 0) {
            return 0;
        }
        long hole = reader.wholeUnits(content.hole(reader.offset()));
        if (hole > 0) {
            content.verify();
            reader.passOver(hole);
        }
        return hole;
    }

    /** Gives out what has been held for long enough; {@code now} in nanoseconds. */
    void giveOutIdle(long now, RecordReader.RecordSink out) {
        if (!reader.holdsSomething() || givenOut) {
            return;
        }
        long idle = now - lastGrowth;
        if (idle >= settings.recordIdle().toNanos()) {
            reader.flushLines(out);
        }
        if (settings.lineIdle().isPresent() && idle >= settings.lineIdle().get().toNanos()) {
            reader.flushAll(out);
            givenOut = true;
        }
    }

    /** How far it was read, and the places by which that can be known again. */
    Reached reached(Reached before) {
        if (before.offset() == reader.offset() && before.piece() == reader.piece()) {
            return before;
        }
        return new Reached(
                reader.offset(),
                reader.piece(),
                reader.headFingerprint(),
                reader.tailFingerprint(),
                Reached.merge(before, content.marks(), reader.offset()));
    }
}
