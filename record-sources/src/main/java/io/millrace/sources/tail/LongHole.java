package io.millrace.sources.tail;

/**
 * A run of NUL where a record would begin, longer than a record may be. Cut into pieces all but the first would be content;
 * so it is passed over as it is read, and told once.
 */
final class LongHole {
    private long passed;

    /** True if one goes on here, or begins. */
    boolean isHere(byte[] bytes, int start, int end, int longestRecord) {
        int least = Math.max(longestRecord, 2 * PlainContent.SHORTEST_HOLE);
        return isOpen() || end - start > least && nulEnd(bytes, start, end) - start > least;
    }

    /** True if its end was not there yet. */
    boolean isOpen() {
        return passed > 0;
    }

    /**
     * How many of these bytes to pass over. As long as its end is not there some of it stays: enough that whoever reads on from
     * here, in another run, knows it for a hole.
     *
     * @param unit bytes that belong together: NUL is also the half of a letter
     */
    int pass(byte[] bytes, int start, int end, int unit, RecordReader.RecordSink out) {
        int nulEnd = nulEnd(bytes, start, end);
        int behind = nulEnd < end ? nulEnd : Math.max(start, nulEnd - PlainContent.SHORTEST_HOLE);
        int count = (behind - start) / unit * unit;
        passed += count;
        if (nulEnd < end) {
            tell(out);
        }
        return count;
    }

    /** What was passed over so far is all of it, if there was one. */
    void tell(RecordReader.RecordSink out) {
        if (isOpen()) {
            out.hole(passed);
            passed = 0;
        }
    }

    private static int nulEnd(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] == 0) {
            at++;
        }
        return at;
    }
}
