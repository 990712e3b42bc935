package io.millrace.sources.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was read of the newest times of change. A time is no unique place: other rows, and the same row once more, may get
 * the same one later, and a transaction may become visible after a younger one. So the newest stretch of time is read again
 * at a start, and what is remembered here, a hash of the newest content per row, says which rows are new. Not thread-safe.
 */
final class RecentChanges {
    /** Most rows that are remembered: they travel with the position. */
    static final int MOST = 100_000;

    /** Begins the keys of positions that hold them. */
    static final String PREFIX = "recent/";

    private static final int ENTRY_BYTES = 2 * Long.BYTES;
    /** Rows per saved position, so that a commit writes little of what it wrote before. */
    private static final int CHUNK = 4096;

    private final Map<Long, Seen> newest = new HashMap<>();
    private final TreeMap<LocalDateTime, Moment> moments = new TreeMap<>();
    private final Map<String, byte[]> changed = new HashMap<>();
    private int entries;

    /** Rows with one time, as they were saved under a name. */
    private record Chunk(LocalDateTime time, String text, String name, byte[] saved) {}

    private record Seen(LocalDateTime time, long content) {}

    /** The rows that were read with one time, in the order of reading. */
    private static final class Moment {
        private final String text;
        private final List<long[]> rows = new ArrayList<>();
        private int saved;

        Moment(String text) {
            this.text = text;
        }
    }

    void restore(Map<String, byte[]> positions) {
        newest.clear();
        moments.clear();
        changed.clear();
        entries = 0;
        List<Chunk> chunks = new ArrayList<>();
        positions.forEach((name, saved) -> {
            if (name.startsWith(PREFIX)) {
                String text = name.substring(PREFIX.length(), name.lastIndexOf('/'));
                if (timeOf(text) instanceof LocalDateTime time) {
                    chunks.add(new Chunk(time, text, name, saved));
                }
            }
        });
        // By the time itself, as text 01.5 comes before 01: what was read later of a row replaces what was read before.
        chunks.sort(Comparator.comparing(Chunk::time).thenComparing(Chunk::name));
        for (Chunk chunk : chunks) {
            ByteBuffer numbers = ByteBuffer.wrap(chunk.saved());
            while (numbers.remaining() >= ENTRY_BYTES) {
                put(chunk.time(), chunk.text(), numbers.getLong(), numbers.getLong());
            }
        }
        moments.values().forEach(moment -> moment.saved = moment.rows.size());
    }

    /** True if the row was read with just this content. */
    boolean knows(Cursor key, byte[] content) {
        Seen seen = newest.get(hash(key));
        return seen != null && seen.content() == hash(content);
    }

    /**
     * What is no longer remembered.
     *
     * @param upTo the place up to which nothing is; null if it did not move
     * @param rows how many rows were remembered before and are no longer
     */
    record Forgotten(Cursor upTo, long rows) {}

    /**
     * Remembers a row that was read; forgets what is out of the window.
     *
     * @param at the row's place in the order by time
     * @param newest the place up to which all was read: everything up to there is forgotten if it is too much
     * @param window how far back rows are remembered, from the newest time on
     */
    Forgotten read(Cursor at, Cursor key, byte[] content, Cursor newest, Duration window) {
        String text = at.values().get(0);
        // What lies before all times (a zero date, -infinity) says nothing of what comes near it.
        if (entries >= MOST || !(timeOf(text) instanceof LocalDateTime time)) {
            int all = entries;
            List.copyOf(moments.keySet()).forEach(this::forget);
            return new Forgotten(newest, all + 1);
        }
        put(time, text, hash(key), hash(content));
        int before = entries;
        Cursor upTo = null;
        LocalDateTime oldest = moments.lastKey().minus(window);
        while (moments.firstKey().isBefore(oldest)) {
            upTo = Cursor.of(forget(moments.firstKey()));
        }
        return new Forgotten(upTo, before - entries);
    }

    /** What has to be saved since the last call; null forgets. */
    Map<String, byte[]> changed() {
        for (Moment moment : moments.values()) {
            // The chunk in which the last saved row lies may have grown.
            for (int chunk = moment.saved / CHUNK;
                    moment.saved < moment.rows.size() && chunk < chunks(moment);
                    chunk++) {
                changed.put(name(moment.text, chunk), bytes(moment, chunk));
            }
            moment.saved = moment.rows.size();
        }
        Map<String, byte[]> all = new HashMap<>(changed);
        changed.clear();
        return all;
    }

    /** True if the place's time is later than this; false for what is no time. */
    static boolean isAfter(Cursor place, LocalDateTime time) {
        return timeOf(place.values().get(0)) instanceof LocalDateTime at && at.isAfter(time);
    }

    private static Object timeOf(String text) {
        Object time = ServerText.timestamp(text);
        if (time instanceof LocalDateTime) {
            return time;
        }
        return ServerText.date(text) instanceof LocalDate day ? day.atStartOfDay() : text;
    }

    private void put(LocalDateTime time, String text, long key, long content) {
        newest.put(key, new Seen(time, content));
        moments.computeIfAbsent(time, unused -> new Moment(text)).rows.add(new long[] {key, content});
        entries++;
    }

    private String forget(LocalDateTime time) {
        Moment moment = moments.remove(time);
        entries -= moment.rows.size();
        for (long[] row : moment.rows) {
            // Read again with a later time: that stays.
            newest.computeIfPresent(row[0], (key, seen) -> seen.time().equals(time) ? null : seen);
        }
        for (int chunk = 0; chunk < chunks(moment); chunk++) {
            changed.put(name(moment.text, chunk), null);
        }
        return moment.text;
    }

    private static int chunks(Moment moment) {
        return (moment.rows.size() + CHUNK - 1) / CHUNK;
    }

    private static String name(String time, int chunk) {
        return PREFIX + time + "/" + String.format("%06d", chunk);
    }

    private static byte[] bytes(Moment moment, int chunk) {
        List<long[]> rows = moment.rows.subList(chunk * CHUNK, Math.min(moment.rows.size(), (chunk + 1) * CHUNK));
        ByteBuffer numbers = ByteBuffer.allocate(rows.size() * ENTRY_BYTES);
        rows.forEach(row -> numbers.putLong(row[0]).putLong(row[1]));
        return numbers.array();
    }

    private static long hash(Cursor key) {
        return hash(String.join("\0", key.values()).getBytes(StandardCharsets.UTF_8));
    }

    /** The first 64 bits of its SHA-256. */
    static long hash(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
