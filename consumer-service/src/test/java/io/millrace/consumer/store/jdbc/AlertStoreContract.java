package io.millrace.consumer.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.consumer.engine.Alert;
import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.rules.RecordKind;
import io.millrace.consumer.rules.Severity;
import io.millrace.consumer.store.Claim;
import io.millrace.consumer.store.FencedException;
import io.millrace.consumer.store.OutboxEntry;
import io.millrace.consumer.store.PartitionCommit;
import io.millrace.consumer.store.TopicRecreatedException;
import io.millrace.consumer.store.WindowChanges;
import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import io.millrace.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database has to keep to. Each test has a group of its own. */
abstract class AlertStoreContract {

    private static final PartitionId PARTITION = new PartitionId("readings", 2);
    private static final PartitionId OTHER = new PartitionId("readings", 5);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-01T10:00:00.123Z"), ZoneOffset.UTC);

    private final String group = "group-" + UUID.randomUUID();
    private final List<JdbcAlertStore> opened = new ArrayList<>();
    private JdbcAlertStore store;

    abstract String url();

    abstract String user();

    abstract String password();

    abstract Connection connect() throws SQLException;

    @BeforeEach
    void open() {
        store = newStore("first");
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcAlertStore::close);
    }

    private JdbcAlertStore newStore(String owner) {
        JdbcAlertStore made = new JdbcAlertStore(
                new DatabaseSettings(url(), user(), password(), Duration.ofSeconds(10)), group, owner, CLOCK);
        opened.add(made);
        return made;
    }

    @Test
    void aNewPartitionBeginsWhereItIsToldTo() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 42);

        assertThat(claim.epoch()).isEqualTo(1);
        assertThat(claim.nextOffset()).isEqualTo(42);
        assertThat(claim.outboxSequence()).isZero();
        assertThat(claim.clock()).isEqualTo(EventClock.START);
        assertThat(claim.windows()).isEmpty();
        assertThat(claim.unpublished()).isEmpty();
    }

    @Test
    void theNextOwnerFindsAllThatWasStored() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);
        StateKey kept = new StateKey(RecordKind.READING, "dev 1");
        StateKey gone = new StateKey(RecordKind.READING, "dev 2");
        StateKey blank = new StateKey(RecordKind.READING, "dev 1 ");
        OutboxEntry first = entry(1, "a");
        OutboxEntry second = entry(2, null);
        Map<StateKey, byte[]> changes = new HashMap<>();
        changes.put(kept, new byte[] {1, 2, 0, -1});
        changes.put(gone, new byte[] {3});
        changes.put(blank, new byte[] {4});
        store.store(List.of(new PartitionCommit(
                batch(PARTITION, 10, List.of()),
                claim.epoch(),
                0,
                2,
                List.of(first, second),
                0,
                claim.windowLog().add(changes))));
        changes.clear();
        changes.put(gone, null);
        changes.put(kept, new byte[] {9});
        store.store(List.of(new PartitionCommit(
                batch(PARTITION, 20, List.of()),
                claim.epoch(),
                10,
                2,
                List.of(),
                1,
                claim.windowLog().add(changes))));

        Claim next = newStore("second").claim(PARTITION, "topic-id", 0);

        assertThat(next.epoch()).isEqualTo(2);
        assertThat(next.nextOffset()).isEqualTo(20);
        assertThat(next.outboxId()).isEqualTo(claim.outboxId());
        assertThat(next.outboxSequence()).isEqualTo(2);
        assertThat(next.clock()).isEqualTo(new EventClock(1_000, EventClock.UNKNOWN));
        assertThat(next.windows()).containsOnlyKeys(kept, blank);
        assertThat(next.windows().get(kept)).containsExactly(9);
        assertThat(next.unpublished()).singleElement().satisfies(entry -> {
            assertThat(entry.sequence()).isEqualTo(2);
            assertThat(entry.value()).isNull();
            assertThat(entry.headers().get(1).value()).isNull();
            assertThat(entry.headers().get(0).name()).isEqualTo("h ü");
        });
    }

    /** Long enough for entries to be folded into rows, some keys being heard all the time, some once, some forgotten. */
    @Test
    void windowStateIsTheSameAfterAnyNumberOfBatchesAndOwners() throws Exception {
        Random random = new Random(5);
        Map<StateKey, byte[]> expected = new HashMap<>();
        Claim claim = store.claim(PARTITION, "topic-id", 0);
        for (int batch = 1; batch <= 300; batch++) {
            Map<StateKey, byte[]> changes = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                StateKey key = new StateKey(
                        random.nextInt(5) == 0 ? RecordKind.WEATHER : RecordKind.READING,
                        random.nextBoolean() ? "often " + random.nextInt(4) : "rare ü " + random.nextInt(200));
                changes.put(key, random.nextInt(4) == 0 ? null : new byte[] {(byte) random.nextInt(), (byte) batch});
            }
            PartitionCommit commit = new PartitionCommit(
                    batch(PARTITION, batch, List.of()),
                    claim.epoch(),
                    batch - 1,
                    0,
                    List.of(),
                    0,
                    claim.windowLog().add(changes));
            store.store(List.of(commit));
            if (random.nextInt(10) == 0) {
                store.store(List.of(commit));
            }
            changes.forEach((key, state) -> {
                expected.remove(key);
                if (state != null) {
                    expected.put(key, state);
                }
            });
            if (random.nextInt(20) == 0) {
                claim = store.claim(PARTITION, "topic-id", 0);
                assertThat(claim.windows()).containsExactlyInAnyOrderEntriesOf(expected);
            }
        }

        assertThat(store.claim(PARTITION, "topic-id", 0).windows()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(count("consumer_window_log")).isLessThanOrEqualTo(64);
        assertThat(count("consumer_window_rows")).isPositive();
    }

    /** MariaDB takes no packet of more than 16 MiB unless told otherwise. */
    @Test
    void windowStateOfABatchMayBeLargerThanAPacket() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);
        Map<StateKey, byte[]> changes = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            byte[] state = new byte[800_000];
            state[0] = (byte) i;
            changes.put(new StateKey(RecordKind.READING, "dev-" + i), state);
        }

        store.store(List.of(new PartitionCommit(
                batch(PARTITION, 10, List.of()),
                claim.epoch(),
                0,
                0,
                List.of(),
                0,
                claim.windowLog().add(changes))));

        assertThat(store.claim(PARTITION, "topic-id", 0).windows()).containsExactlyInAnyOrderEntriesOf(changes);
    }

    @Test
    void aFormerOwnerCanStoreNothingAndSaysWhoHasThePartition() throws Exception {
        Claim former = store.claim(PARTITION, "topic-id", 0);
        newStore("second").claim(PARTITION, "topic-id", 0);

        assertThatThrownBy(() -> store.store(List.of(commit(PARTITION, former, 0, 10, alert("dev-1")))))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("readings-2 belongs to second now (epoch 2, offset 0)")
                .hasMessageContaining("held epoch 1");
        assertThat(count("alerts")).isZero();
    }

    @Test
    void onePartitionThatIsLostKeepsTheWholeTransactionFromHappening() throws Exception {
        Claim lost = store.claim(PARTITION, "topic-id", 0);
        Claim kept = store.claim(OTHER, "topic-id", 0);
        newStore("second").claim(PARTITION, "topic-id", 0);

        assertThatThrownBy(() -> store.store(List.of(
                        commit(OTHER, kept, 0, 10, alert("dev-1")), commit(PARTITION, lost, 0, 10, alert("dev-2")))))
                .isInstanceOf(FencedException.class);
        assertThat(count("alerts")).isZero();

        store.store(List.of(commit(OTHER, kept, 0, 10, alert("dev-1"))));
        assertThat(count("alerts")).isEqualTo(1);
    }

    @Test
    void aBatchThatIsStoredAlreadyCountsAsStored() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);
        PartitionCommit commit = commit(PARTITION, claim, 0, 10, alert("dev-1"));

        store.store(List.of(commit));
        store.store(List.of(commit));

        assertThat(count("alerts")).isEqualTo(1);
        assertThat(store.claim(PARTITION, "topic-id", 0).nextOffset()).isEqualTo(10);
    }

    @Test
    void aBatchThatDoesNotFitTheStoredOffsetIsRefused() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);

        assertThatThrownBy(() -> store.store(List.of(commit(PARTITION, claim, 5, 10, alert("dev-1")))))
                .isInstanceOf(FencedException.class);
        assertThat(count("alerts")).isZero();
    }

    @Test
    void offsetsOfATopicThatWasMadeAgainAreNotUsed() throws Exception {
        store.claim(PARTITION, "topic-id", 0);

        assertThatThrownBy(() -> store.claim(PARTITION, "another-id", 0))
                .isInstanceOf(TopicRecreatedException.class)
                .hasMessageContaining("another-id")
                .hasMessageContaining("--group");
    }

    @Test
    void namesAreStoredAsTheyAreWhateverTheyLookLike() throws Exception {
        List<String> names = List.of(
                "'; DROP TABLE alerts; --",
                "Robert\"); DELETE FROM alerts WHERE (\"1\"=\"1",
                "\\'; -- ${jndi:ldap://x/y}",
                "null",
                "",
                " blank ",
                "tab\tnul\u0000end",
                "ü😀漢",
                "x".repeat(255),
                "😀".repeat(127));
        Claim claim = store.claim(PARTITION, "topic-id", 0);

        store.store(List.of(commit(
                PARTITION,
                claim,
                0,
                10,
                names.stream().map(AlertStoreContract::alert).toArray(Alert[]::new))));

        assertThat(column("SELECT device_id FROM alerts WHERE consumer_group = '" + group + "' ORDER BY id"))
                .containsExactlyElementsOf(names);
    }

    @Test
    void timesAreStoredInUtcToTheMillisecond() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);

        store.store(List.of(commit(PARTITION, claim, 0, 10, alert("dev-1"))));

        assertThat(column("SELECT event_time FROM alerts WHERE consumer_group = '" + group + "'"))
                .singleElement()
                .asString()
                .startsWith("2026-03-29 01:30:00");
        // Asked of the server: the driver prints 7 ms as ".7000".
        assertThat(column("SELECT EXTRACT(MICROSECOND FROM event_time) FROM alerts WHERE consumer_group = '" + group
                        + "'"))
                .containsExactly("7000");
        assertThat(column("SELECT raised_at FROM alerts WHERE consumer_group = '" + group + "'"))
                .singleElement()
                .asString()
                .startsWith("2026-07-01 10:00:00");
    }

    @Test
    void theWeatherSystemFindsItsTableWithTheReadingsAboveTheLimit() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);
        Alert warning = new Alert(
                UUID.randomUUID(),
                "warning-temperature",
                Severity.WARNING,
                "m",
                RecordKind.WEATHER,
                group,
                "",
                30.02,
                "",
                0,
                PARTITION,
                3,
                0);

        store.store(List.of(commit(PARTITION, claim, 0, 10, warning)));

        assertThat(column("SELECT degrees FROM warning_temperatures WHERE station_id = '" + group + "'"))
                .containsExactly("30.02");
    }

    @Test
    void aLargeOutboxIsReadPartByPart() throws Exception {
        Claim claim = store.claim(PARTITION, "topic-id", 0);
        List<OutboxEntry> entries = new ArrayList<>();
        entries.add(entry(1, "x".repeat(1_500_000)));
        for (int i = 2; i <= 10; i++) {
            entries.add(entry(i, "x".repeat(400_000)));
        }
        store.store(List.of(new PartitionCommit(
                batch(PARTITION, 10, List.of()), claim.epoch(), 0, 10, entries, 0, WindowChanges.NONE)));

        Claim next = newStore("second").claim(PARTITION, "topic-id", 0);

        assertThat(next.outboxSequence()).isEqualTo(10);
        assertThat(next.unpublished()).extracting(OutboxEntry::sequence).containsExactly(1L);
        assertThat(store.outbox(PARTITION, 1)).extracting(OutboxEntry::sequence).containsExactly(2L, 3L);
        assertThat(store.outbox(PARTITION, 9))
                .singleElement()
                .satisfies(entry -> assertThat(entry.value()).hasSize(400_000));
        assertThat(store.outbox(PARTITION, 10)).isEmpty();
    }

    @Test
    void severalProcessesMayBringTheSchemaUpToDateAtOnce() {
        List<CompletableFuture<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JdbcAlertStore own = newStore("owner-" + i);
            PartitionId partition = new PartitionId("t", i);
            claims.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return own.claim(partition, "topic-id", 0);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        assertThat(claims).allSatisfy(claim -> assertThat(claim.join().epoch()).isEqualTo(1));
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(column("SELECT COUNT(*) FROM " + table + " WHERE consumer_group = '" + group + "'")
                .get(0));
    }

    private List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static OutboxEntry entry(long sequence, String value) {
        return new OutboxEntry(
                sequence,
                "alerts",
                null,
                value == null ? null : value.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                List.of(new RecordHeader("h ü", new byte[] {0, 1}), new RecordHeader("absent", null)));
    }

    private static PartitionCommit commit(PartitionId partition, Claim claim, long from, long to, Alert... alerts) {
        return new PartitionCommit(
                batch(partition, to, List.of(alerts)), claim.epoch(), from, 0, List.of(), 0, WindowChanges.NONE);
    }

    private static PartitionBatch batch(PartitionId partition, long next, List<Alert> alerts) {
        return new PartitionBatch(
                partition,
                next,
                10,
                alerts,
                List.of(),
                new EventClock(1_000, EventClock.UNKNOWN),
                Map.of(),
                Map.of(),
                Map.of());
    }

    private static Alert alert(String device) {
        return new Alert(
                UUID.randomUUID(),
                "rule",
                Severity.CRITICAL,
                "message",
                RecordKind.READING,
                device,
                "temperature",
                31.5,
                "°C",
                // Inside the hour that does not exist in much of Europe.
                Instant.parse("2026-03-29T01:30:00.007Z").toEpochMilli(),
                PARTITION,
                7,
                0);
    }
}
