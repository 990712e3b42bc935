package io.millrace.sources.tail;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Unpacks a packed file from its start to its end, in portions, and looks at the places at which known files could be
 * recognised. The file may still be written: then it breaks off.
 */
final class Inspection implements Stretch, AutoCloseable {
    private static final int HISTORY = Fingerprint.MAX_LENGTH;

    private final PackedContent content;
    private final Collection<Reached> known;
    private final TreeMap<Long, List<Integer>> wanted = new TreeMap<>();
    private final Map<Long, Map<Integer, Fingerprint>> seen = new HashMap<>();
    private final byte[] history = new byte[HISTORY];
    private final byte[] buffer = new byte[32 * 1024];
    private final byte[] start = new byte[4096];
    private int startLength;
    private int historyLength;
    private InputStream stream;
    private long length;
    private boolean narrowed;
    private boolean ended;
    private boolean complete;
    private Optional<String> refusal = Optional.empty();

    Inspection(PackedContent content, Collection<Reached> known) {
        this.content = content;
        this.known = List.copyOf(known);
        known.forEach(reached -> want(reached.head().length(), reached.head().length()));
    }

    private void want(long offset, int before) {
        wanted.computeIfAbsent(offset, at -> new ArrayList<>()).add(before);
    }

    /** Unpacks about so many bytes more; true when the end was reached or it breaks off. */
    boolean advance(long budget) {
        try {
            if (stream == null && !ended) {
                stream = content.unpack();
            }
            long until = length + budget;
            while (!ended && length < until) {
                if (!narrowed && length >= HISTORY) {
                    narrow();
                }
                Long next = wanted.higherKey(length);
                int most = (int) Math.min(buffer.length, next == null ? buffer.length : next - length);
                if (!narrowed) {
                    most = (int) Math.min(most, HISTORY - length);
                }
                int n = stream.read(buffer, 0, most);
                if (n < 0) {
                    ended = true;
                    complete = true;
                } else {
                    passed(n);
                }
            }
        } catch (ZippedFile.SeveralFilesException e) {
            ended = true;
            complete = true;
            refusal = Optional.of(e.getMessage());
        } catch (IOException e) {
            // Not all there yet, or damaged; which of the two, only time tells.
            ended = true;
        }
        if (ended && !narrowed) {
            narrow();
        }
        if (ended) {
            close();
        }
        return ended;
    }

    /** It is not gone on with. Some kinds of packing take megabytes, of which the heap knows nothing, until they are closed. */
    @Override
    public void close() {
        ended = true;
        PackedContent.close(stream);
        stream = null;
    }

    private void passed(int n) {
        int more = Math.min(n, start.length - startLength);
        System.arraycopy(buffer, 0, start, startLength, more);
        startLength += more;
        int kept = Math.min(historyLength, Math.max(0, HISTORY - n));
        System.arraycopy(history, historyLength - kept, history, 0, kept);
        int last = Math.min(n, HISTORY);
        System.arraycopy(buffer, n - last, history, kept, last);
        historyLength = kept + last;
        length += n;
        look();
    }

    private void look() {
        for (int before : wanted.getOrDefault(length, List.of())) {
            if (before <= historyLength) {
                seen.computeIfAbsent(length, at -> new HashMap<>())
                        .computeIfAbsent(before, key -> Fingerprint.of(history, historyLength - before, before));
            }
        }
    }

    /** The first bytes are there: only files that begin like this one are looked for further on. */
    private void narrow() {
        narrowed = true;
        for (Reached reached : known) {
            int head = reached.head().length();
            boolean possible =
                    head > startLength || Fingerprint.of(start, 0, head).equals(reached.head());
            if (possible) {
                reached.marks()
                        .forEach(mark -> want(mark.offset(), mark.before().length()));
                want(reached.offset(), reached.tail().length());
            }
        }
    }

    /** What is unpacked. */
    PackedContent content() {
        return content;
    }

    /** True if there is no more to unpack. */
    boolean isEnded() {
        return ended;
    }

    /** True if it was unpacked to a proper end. */
    boolean isComplete() {
        return complete;
    }

    /** Why what it holds is no log, whatever its first bytes are; empty if that is not known. */
    Optional<String> refusal() {
        return refusal;
    }

    /** The first bytes of what it holds. */
    byte[] start() {
        return Arrays.copyOf(start, startLength);
    }

    /** What is known of it: as if it had been read to its end. */
    Reached all() {
        int head = Math.min(startLength, Fingerprint.MAX_LENGTH);
        return new Reached(
                length, 0, Fingerprint.of(start, 0, head), Fingerprint.of(history, 0, historyLength), List.of());
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Fingerprint before(long end, int before) {
        if (end <= startLength) {
            return Fingerprint.of(start, (int) end - before, before);
        }
        return seen.getOrDefault(end, Map.of()).getOrDefault(before, Fingerprint.UNKNOWN);
    }
}
