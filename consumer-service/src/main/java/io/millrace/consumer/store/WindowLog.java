package io.millrace.consumer.store;

import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.store.WindowChanges.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a partition's window state is kept: what a batch changed is appended as one entry, so that the devices of a batch do
 * not cost a row each. Beside the entries lies one row for each key that has not changed for as long as they reach back.
 * The log is kept short by dropping its oldest entries; of their keys only those that no later entry holds become rows,
 * which for devices that are heard all the time are none.
 *
 * <p>It runs ahead of what is stored by the changes that were returned last, as the engine does by its batch, and has to be
 * thrown away together with it. Not thread-safe.
 */
public final class WindowLog {

    /** How long the log may become, and how short it is made then: not by one entry, each deletion is a statement. */
    private static final int MOST_ENTRIES = 64;

    private static final int ENTRIES_LEFT = 56;
    /** Bytes of state, which the next owner has to read and this one keeps in memory. */
    private static final long MOST_BYTES = 4L << 20;

    private static final long BYTES_LEFT = 3L << 20;
    /** A statement must not become longer than databases take, 16 MiB unless told otherwise. */
    private static final long LARGEST_ENTRY = 1L << 20;

    private record Change(long sequence, byte[] state) {}

    private record Size(long sequence, long bytes) {}

    /** The latest change of each key in the log, the one that is longest ago first. */
    private final Map<StateKey, Change> latest = new LinkedHashMap<>();

    private final Deque<Size> entries = new ArrayDeque<>();
    private long bytes;
    private long lastSequence;

    /** A log without entries. */
    public WindowLog() {
        this(new TreeMap<>());
    }

    /** The log as it was stored: entries by number, each with the bytes of its keys, or null for a key to forget. */
    public WindowLog(SortedMap<Long, Map<StateKey, byte[]>> stored) {
        stored.forEach((sequence, changes) -> append(new Entry(sequence, changes)));
    }

    /** The state of all keys: that of the rows, with everything in the log after it. */
    public Map<StateKey, byte[]> over(Map<StateKey, byte[]> rows) {
        Map<StateKey, byte[]> all = new HashMap<>(rows);
        latest.forEach((key, change) -> {
            if (change.state() == null) {
                all.remove(key);
            } else {
                all.put(key, change.state());
            }
        });
        return all;
    }

    /**
     * Takes in what a batch changed.
     *
     * @param changes bytes by key, or null for a key to forget
     * @return what has to be stored for it
     */
    public WindowChanges add(Map<StateKey, byte[]> changes) {
        if (changes.isEmpty()) {
            return WindowChanges.NONE;
        }
        List<Entry> added = split(changes);
        added.forEach(this::append);
        if (entries.size() <= MOST_ENTRIES && bytes <= MOST_BYTES) {
            return new WindowChanges(added, WindowChanges.NOTHING_FOLDED, Map.of());
        }
        long folded = shorten();
        // Of a very large batch the first entries are folded before they have ever been stored.
        added.removeIf(entry -> entry.sequence() <= folded);
        return new WindowChanges(added, folded, fold(folded));
    }

    private List<Entry> split(Map<StateKey, byte[]> changes) {
        List<Entry> split = new ArrayList<>();
        Map<StateKey, byte[]> current = new LinkedHashMap<>();
        long size = 0;
        for (Map.Entry<StateKey, byte[]> change : changes.entrySet()) {
            long more = bytes(change.getKey(), change.getValue());
            if (!current.isEmpty() && size + more > LARGEST_ENTRY) {
                split.add(new Entry(lastSequence + split.size() + 1, current));
                current = new LinkedHashMap<>();
                size = 0;
            }
            current.put(change.getKey(), change.getValue());
            size += more;
        }
        split.add(new Entry(lastSequence + split.size() + 1, current));
        return split;
    }

    private void append(Entry entry) {
        long size = 0;
        for (Map.Entry<StateKey, byte[]> change : entry.changes().entrySet()) {
            size += bytes(change.getKey(), change.getValue());
            // Removed first: a key that is put again would keep its old place.
            latest.remove(change.getKey());
            latest.put(change.getKey(), new Change(entry.sequence(), change.getValue()));
        }
        entries.addLast(new Size(entry.sequence(), size));
        bytes += size;
        lastSequence = entry.sequence();
    }

    /** Drops the oldest entries; returns the number of the last one dropped. */
    private long shorten() {
        long folded = WindowChanges.NOTHING_FOLDED;
        while (entries.size() > ENTRIES_LEFT || bytes > BYTES_LEFT) {
            Size oldest = entries.removeFirst();
            bytes -= oldest.bytes();
            folded = oldest.sequence();
        }
        return folded;
    }

    private Map<StateKey, byte[]> fold(long through) {
        Map<StateKey, byte[]> rows = new LinkedHashMap<>();
        Iterator<Map.Entry<StateKey, Change>> oldestFirst = latest.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<StateKey, Change> change = oldestFirst.next();
            if (change.getValue().sequence() > through) {
                break;
            }
            rows.put(change.getKey(), change.getValue().state());
            oldestFirst.remove();
        }
        return rows;
    }

    private static long bytes(StateKey key, byte[] state) {
        return (long) key.key().length() + (state == null ? 0 : state.length);
    }
}
