package io.millrace.sources.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A seed decides inserts and changes, transactions that become visible late, looks, runs to the end, crashes before and
 * after a commit takes effect, and the clock's steps; 500 seeds per order unless {@code -Dtable.seeds} says otherwise,
 * {@code -Dtable.seed} replays one.
 */
class TableSourceSimulationTest {
    private static final int SEEDS = Integer.getInteger("table.seeds", 500);
    private static final Long ONE = Long.getLong("table.seed");
    private static final int STEPS = 60;
    private static final Duration LAG = Duration.ofMillis(2_300);

    @Test
    void eachRowComesOnceById() throws Exception {
        for (long seed = first(); seed <= last(); seed++) {
            new World(seed, false).live();
        }
    }

    @Test
    void theLastStateOfEachRowComesAndNoStateTwiceByChange() throws Exception {
        for (long seed = first(); seed <= last(); seed++) {
            new World(seed, true).live();
        }
    }

    private static long first() {
        return ONE != null ? ONE : 1;
    }

    private static long last() {
        return ONE != null ? ONE : SEEDS;
    }

    /** A change that was made and is not visible yet. */
    private record Open(String id, long version, String updated, LocalDateTime visibleAt) {}

    private static final class World {
        private final long seed;
        private final boolean byChange;
        private final Random random;
        private final MemoryTable table = new MemoryTable();
        private final MemoryLog log = new MemoryLog();
        private final List<Open> open = new ArrayList<>();
        private final Map<String, String> written = new HashMap<>();
        private long nextId = 1;
        private long version;
        private TableSource source;
        /** Nothing fails any more, and a look takes all there is. */
        private boolean calm;

        private long unread;

        World(long seed, boolean byChange) {
            this.seed = seed;
            this.byChange = byChange;
            this.random = new Random(seed * 31 + (byChange ? 1 : 0));
        }

        void live() throws Exception {
            start();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> change(Long.toString(nextId++));
                    case 2, 3 -> change(byChange ? someId() : Long.toString(nextId++));
                    case 4 -> advance(Duration.ofMillis(random.nextInt(2_500)));
                    case 5 -> start();
                    default -> look();
                }
            }
            advance(Duration.ofSeconds(10));
            calm = true;
            start();
            for (int looks = 0; looks < 20; looks++) {
                look();
            }
            check();
        }

        private String someId() {
            return Long.toString(1 + random.nextInt((int) nextId));
        }

        /** The row's time is given now; others see it now or within the lag. */
        private void change(String id) {
            if (open.stream().anyMatch(one -> one.id().equals(id))) {
                // Its row is locked.
                return;
            }
            String updated = byChange && random.nextInt(10) > 0
                    ? ChangeReading.text(table.now.withNano(0)).substring(0, 19)
                    : null;
            if (updated == null && written.containsKey(id)) {
                // A row that loses its time is not promised.
                return;
            }
            long late = random.nextInt(3) == 0 ? random.nextLong(LAG.toMillis()) : 0;
            open.add(new Open(id, ++version, updated, table.now.plus(Duration.ofMillis(late))));
            written.put(id, "");
            becomeVisible();
        }

        private void advance(Duration step) {
            table.now = table.now.plus(step);
            becomeVisible();
        }

        private void becomeVisible() {
            for (Iterator<Open> all = open.iterator(); all.hasNext(); ) {
                Open one = all.next();
                if (!one.visibleAt().isAfter(table.now)) {
                    table.put(one.id(), one.version(), one.updated());
                    written.put(one.id(), "\"v\":" + one.version());
                    all.remove();
                }
            }
        }

        private void start() throws IOException {
            boolean untilEnd = random.nextBoolean();
            TableSettings settings = new TableSettings(
                    "things",
                    "things",
                    new TableSettings.Columns(List.of("id"), byChange, List.of("id"), null),
                    new TableSettings.Timing(Duration.ofMillis(1), Duration.ofSeconds(60), LAG, Duration.ofMillis(1)),
                    calm ? 1_000 : 1 + random.nextInt(5),
                    untilEnd,
                    false);
            Clock clock = new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return table.now.toInstant(ZoneOffset.UTC);
                }
            };
            source = new TableSource(
                    table, settings, new JsonRowFormat(), clock, new Patience(), (reason, rows) -> unread += rows);
            source.restore(log.takeOver());
        }

        private void look() throws Exception {
            try {
                Outcome outcome = source.read(log.outlet());
                if (!calm && random.nextInt(6) == 0) {
                    log.failNextCommit(
                            random.nextBoolean() ? MemoryLog.Failure.BEFORE_EFFECT : MemoryLog.Failure.AFTER_EFFECT);
                }
                log.commit(source.changedPositions());
                if (outcome == Outcome.ENDED) {
                    start();
                }
            } catch (DeliveryException.Unavailable e) {
                start();
            }
        }

        private void check() {
            Map<String, String> last = new HashMap<>();
            for (String value : log.committed().stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .toList()) {
                String id = value.substring("{\"id\":".length(), value.indexOf(','));
                int v = value.indexOf("\"v\":");
                int end = value.indexOf(',', v);
                last.put(id, value.substring(v, end < 0 ? value.length() - 1 : end));
            }
            List<String> all = log.lines();
            assertThat(all).as("seed %s", seed).doesNotHaveDuplicates();
            assertThat(last).as("seed %s", seed).isEqualTo(written);
            assertThat(unread)
                    .as("rows that were called unread with seed %s", seed)
                    .isZero();
        }
    }

    private static final class Patience implements TableSource.Waiting {
        @Override
        public void failed(DatabaseException failure) {
            throw new AssertionError("the table never fails", failure);
        }

        @Override
        public void healed() {
            // Nothing was wrong.
        }

        @Override
        public void await(Duration atMost) {
            // The world's clock stands still.
        }
    }
}
