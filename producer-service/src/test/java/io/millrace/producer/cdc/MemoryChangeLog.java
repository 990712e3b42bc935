package io.millrace.producer.cdc;

import io.millrace.sources.database.DatabaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A log in memory: transaction {@code i} has the id {@code t<i>} and its changes' keys are numbers that count on. Comes in
 * batches of any size, and breaks now and then.
 */
final class MemoryChangeLog implements ChangeLog {
    private final boolean placeAtEnd;
    private final List<Integer> sizes;
    private final Random random;
    private final List<Change> rest = new ArrayList<>();
    private List<String> history = List.of("first", "second");
    private boolean isInSnapshot;
    private boolean isReading;
    private boolean breaksNext;
    private int breaks;
    private long acknowledged;
    private long polled;

    /** @param sizes how many changes each transaction has */
    MemoryChangeLog(boolean placeAtEnd, List<Integer> sizes, Random random, int breaks) {
        this.placeAtEnd = placeAtEnd;
        this.sizes = new ArrayList<>(sizes);
        this.random = random;
        this.breaks = breaks;
    }

    /** Forgets the first transactions, as another server's log would. */
    void lose(int transactions) {
        for (int i = 0; i < transactions; i++) {
            sizes.set(i, -1);
        }
    }

    /** How the tables looked, from now on. */
    void looked(String... records) {
        history = List.of(records);
    }

    /** The next look ends with a lost connection. */
    void breakNext() {
        breaksNext = true;
    }

    /** True between start and stop. */
    boolean isReading() {
        return isReading;
    }

    /** The transaction up to which nothing has to be kept. */
    long acknowledged() {
        return acknowledged;
    }

    @Override
    public void check(Map<String, Object> place) {
        // All is well.
    }

    @Override
    public void requireUnused() {
        // Nothing is kept.
    }

    @Override
    public Map<String, Object> begin() {
        return null;
    }

    @Override
    public void start(Map<String, Object> place, List<String> history) {
        rest.clear();
        isReading = true;
        int next = place == null ? 0 : ((Number) place.get("next")).intValue();
        int key = 0;
        isInSnapshot = place == null;
        if (place == null) {
            rest.add(row(Change.Kind.SNAPSHOT_ROW, -2));
            rest.add(row(Change.Kind.SNAPSHOT_ROW, -1));
            rest.add(new Change(Change.Kind.HEARTBEAT, null, at(0), null));
        }
        for (int i = 0; i < sizes.size(); i++) {
            int size = sizes.get(i);
            if (i >= next && size >= 0) {
                rest.add(new Change(Change.Kind.BEGIN, "t" + i, at(i), null));
                for (int k = 0; k < size; k++) {
                    rest.add(row(Change.Kind.ROW, key + k));
                    if (k == 2) {
                        // One in the middle tells no place to go on from.
                        rest.add(new Change(Change.Kind.HEARTBEAT, null, at(i + 1), null));
                    }
                }
                rest.add(new Change(Change.Kind.END, "t" + i, at(i + 1), null));
                rest.add(new Change(Change.Kind.HEARTBEAT, null, at(i + 1), null));
            }
            key += Math.max(size, 0);
        }
    }

    private static Map<String, Object> at(int next) {
        Map<String, Object> place = new HashMap<>();
        place.put("next", next);
        place.put("noise", "not to be saved");
        return place;
    }

    private static Change row(Change.Kind kind, int key) {
        return new Change(
                kind,
                null,
                Map.of(),
                new Change.RowChange("s.t", "c", List.of(key), null, Map.of("id", key), List.of(), 1));
    }

    @Override
    public List<Change> poll(Duration atMost) throws DatabaseException {
        if (breaksNext) {
            breaksNext = false;
            throw new DatabaseException.Unavailable("the connection broke", null);
        }
        if (breaks > 0 && random.nextInt(4) == 0 && !rest.isEmpty() && !isInSnapshot) {
            breaks--;
            throw new DatabaseException.Unavailable("the connection broke", null);
        }
        List<Change> batch = new ArrayList<>(rest.subList(0, Math.min(rest.size(), 1 + random.nextInt(7))));
        rest.subList(0, batch.size()).clear();
        isInSnapshot = isInSnapshot && batch.stream().noneMatch(change -> change.kind() == Change.Kind.HEARTBEAT);
        for (Change change : batch) {
            if (change.kind() == Change.Kind.END) {
                polled = ((Number) change.place().get("next")).longValue();
            }
        }
        return batch;
    }

    @Override
    public List<String> history() {
        return history;
    }

    @Override
    public void acknowledge() {
        acknowledged = polled;
    }

    @Override
    public Optional<Long> keptBytes() {
        return Optional.empty();
    }

    @Override
    public void stop() {
        rest.clear();
        isReading = false;
    }

    @Override
    public boolean tellsPlaceAtEnd() {
        return placeAtEnd;
    }

    @Override
    public Map<String, Object> saved(Map<String, Object> place, Map<String, Object> before) {
        return Map.of("next", place.get("next"));
    }

    @Override
    public void close() {
        stop();
    }
}
