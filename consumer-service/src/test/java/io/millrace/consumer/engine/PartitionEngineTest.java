package io.millrace.consumer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.rules.RuleReader;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.RecordHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionEngineTest {

    private static final PartitionId PARTITION = new PartitionId("t", 3);
    private static final long START = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final Duration AHEAD = Duration.ofDays(365);

    @Test
    void aReadingAboveTheLimitRaisesOneAlertWithAllThatIsKnown() throws Exception {
        PartitionEngine engine = engine(
                "rules: [{name: hot, severity: critical, condition: reading.value > 30.0, message: '{reading.value}'}]");

        PartitionBatch batch = engine.process(List.of(reading(7, "dev-1", 31.5, 0), reading(8, "dev-1", 30.0, 1)), 9);

        assertThat(batch.nextOffset()).isEqualTo(9);
        assertThat(batch.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo("hot");
            assertThat(alert.message()).isEqualTo("31.5");
            assertThat(alert.offset()).isEqualTo(7);
            assertThat(alert.key()).isEqualTo("dev-1");
            assertThat(alert.partition()).isEqualTo(PARTITION);
        });
    }

    @Test
    void theSameRecordAlwaysGivesTheSameAlertIdAndAnotherTopicAnotherOne() throws Exception {
        String rules = "rules: [{name: hot, condition: reading.value > 30.0}]";
        List<HeldRecord> records = List.of(reading(7, "dev-1", 31.5, 0));

        assertThat(engine(rules).process(records, 8).alerts().get(0).id())
                .isEqualTo(engine(rules).process(records, 8).alerts().get(0).id())
                .isNotEqualTo(new PartitionEngine(
                                "other", PARTITION, reader(), rules(rules), AHEAD, EventClock.START, Map.of())
                        .process(records, 8)
                        .alerts()
                        .get(0)
                        .id());
    }

    @Test
    void whatCannotBeDecodedOrStoredIsRefusedWithAReason() throws Exception {
        PartitionEngine engine = engine("rules: [{name: hot, condition: reading.value > 30.0}]");
        List<HeldRecord> records = List.of(
                raw(0, "nonsense"),
                raw(1, json("x".repeat(256), 1, 0)),
                raw(2, json("\\ud83d", 1, 0)),
                raw(3, json("dev", 1, 0).replace("2026", "1969")),
                new HeldRecord(PARTITION, 4, START, null, null, List.of()),
                reading(5, "'; DROP TABLE alerts; --", 31, 0));

        PartitionBatch batch = engine.process(records, 6);

        assertThat(batch.rejections())
                .extracting(rejection -> rejection.record().offset())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(batch.rejections())
                .extracting(Rejection::reason)
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(batch.alerts()).extracting(Alert::key).containsExactly("'; DROP TABLE alerts; --");
    }

    @Test
    void anExpressionThatFailsIsCountedAndStopsNobody() throws Exception {
        PartitionEngine engine = engine("""
                rules:
                  - {name: bad, condition: 1 / (size(reading.unit) - 2) > 0}
                  - {name: hot, condition: reading.value > 30.0}
                """);

        PartitionBatch batch = engine.process(List.of(reading(0, "dev-1", 31.5, 0)), 1);

        assertThat(batch.ruleErrors()).containsExactly(Map.entry("bad", 1));
        assertThat(batch.alerts()).extracting(Alert::rule).containsExactly("hot");
    }

    @Test
    void aWindowIsJudgedOnceWhenEventTimeHasPassedItsEndAndTheLateness() throws Exception {
        PartitionEngine engine = engine("""
                rules:
                  - name: warm
                    window: 10s
                    lateness: 5s
                    condition: window.average > 20.0
                    message: "{window.count} {window.average} {window.min} {window.max} {window.change} {window.rate}"
                """);

        assertThat(engine.process(List.of(reading(0, "a", 20, 1), reading(1, "a", 26, 7), reading(2, "b", 1, 14)), 3)
                        .alerts())
                .isEmpty();
        assertThat(engine.process(List.of(reading(3, "a", 23, 4), reading(4, "b", 1, 15)), 5)
                        .alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.message()).isEqualTo("3 23.0 20.0 26.0 6.0 60.0");
                    assertThat(alert.eventTimeMillis()).isEqualTo(START + 10_000);
                    assertThat(alert.value()).isEqualTo(23.0);
                });
        PartitionBatch late = engine.process(List.of(reading(5, "a", 99, 9)), 6);
        assertThat(late.alerts()).isEmpty();
        assertThat(late.late()).containsExactly(Map.entry("warm", 1));
    }

    @Test
    void aWindowWhoseSumIsNoNumberAnyMoreIsARuleErrorAndNoAlertThatNobodyCanStore() throws Exception {
        PartitionEngine engine = engine("rules: [{name: w, window: 10s, lateness: 0s, condition: window.count > 1}]");

        PartitionBatch batch = engine.process(
                List.of(
                        reading(0, "big", 1e308, 1),
                        reading(1, "big", 1e308, 2),
                        reading(2, "small", 1, 1),
                        reading(3, "small", 3, 2),
                        reading(4, "small", 1, 10)),
                5);

        assertThat(batch.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.key()).isEqualTo("small");
            assertThat(alert.value()).isEqualTo(2.0);
        });
        assertThat(batch.ruleErrors()).containsExactly(Map.entry("w", 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 253_402_300_800_000L, Long.MAX_VALUE})
    void timesThatNoColumnHoldsBecomeTheNearestThatItDoes(long recordTime) throws Exception {
        Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
        PartitionEngine engine = engine("""
                rules:
                  - {name: each, condition: reading.value > 0.0}
                  - {name: w, window: 10s, lateness: 0s, condition: window.count > 0}
                  - {name: s, silence: 5s, lateness: 0s}
                """);
        List<HeldRecord> records = new ArrayList<>();
        for (Instant time : List.of(last.minusMillis(9_999), last.minusMillis(1))) {
            String json = json("d", 1, 0).replace("2026-03-01T12:00:00Z", time.toString());
            records.add(new HeldRecord(
                    PARTITION, records.size(), recordTime, null, json.getBytes(StandardCharsets.UTF_8), List.of()));
        }

        PartitionBatch batch = engine.process(records, 2);

        assertThat(batch.alerts()).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.eventTimeMillis()).isBetween(START, last.toEpochMilli());
            assertThat(alert.recordTimeMillis()).isBetween(0L, last.toEpochMilli());
        });
        if (recordTime > 0) {
            assertThat(batch.late()).isEmpty();
            assertThat(batch.alerts()).extracting(Alert::rule).contains("s");
        }
    }

    @Test
    void silenceIsNoticedWhenOthersGoOnAndOnlyOnce() throws Exception {
        PartitionEngine engine = engine("rules: [{name: quiet, silence: 30s, lateness: 0s}]");

        assertThat(engine.process(List.of(reading(0, "a", 5, 0), reading(1, "b", 1, 29)), 2)
                        .alerts())
                .isEmpty();
        assertThat(engine.process(List.of(reading(2, "b", 1, 30)), 3).alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.key()).isEqualTo("a");
                    assertThat(alert.value()).isEqualTo(5.0);
                    assertThat(alert.eventTimeMillis()).isEqualTo(START + 30_000);
                });
        assertThat(engine.process(List.of(reading(3, "b", 1, 50)), 4).alerts()).isEmpty();
    }

    @Test
    void oneClockThatRunsAheadMakesNobodyElseLate() throws Exception {
        PartitionEngine engine = new PartitionEngine(
                "id",
                PARTITION,
                reader(),
                rules("rules: [{name: n, window: 10s, lateness: 0s, condition: window.count == 2}]"),
                Duration.ofMinutes(5),
                EventClock.START,
                Map.of());

        PartitionBatch batch = engine.process(
                List.of(
                        reading(0, "a", 1, 1),
                        reading(1, "mad", 1, 400),
                        reading(2, "a", 1, 2),
                        reading(3, "a", 1, 10)),
                4);

        assertThat(batch.alerts()).extracting(Alert::key).containsExactly("a");
        assertThat(batch.late()).containsExactly(Map.entry("n", 1));
    }

    @Test
    void aChangedWindowStartsAnewAndAnUnchangedOneGoesOn() throws Exception {
        String before = """
                rules:
                  - {name: kept, window: 10s, lateness: 0s, condition: window.count == 2}
                  - {name: changed, window: 10s, lateness: 0s, condition: window.count == 2}
                """;
        PartitionEngine engine = engine(before);
        engine.process(List.of(reading(0, "a", 1, 1)), 1);

        engine.useRules(rules(before.replace("changed, window: 10s", "changed, window: 5s")));
        PartitionBatch batch = engine.process(List.of(reading(1, "a", 1, 2), reading(2, "a", 1, 10)), 3);

        assertThat(batch.alerts()).extracting(Alert::rule).containsExactly("kept");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void windowsGiveTheSameAlertsHoweverOftenTheProcessStartsAgain(long seed) throws Exception {
        List<HeldRecord> records = randomRecords(seed);
        String text = """
                rules:
                  - {name: tumbling, window: 20s, lateness: 3s, condition: window.sum > 0.0}
                  - {name: hopping, window: 30s, every: 7s, lateness: 5s, condition: window.count > 2}
                  - {name: rate, window: 15s, lateness: 0s, condition: window.rate > 1.0}
                  - {name: quiet, silence: 12s, lateness: 4s}
                """;
        PartitionEngine whole = engine(text);
        List<Alert> expected = whole.process(records, records.size()).alerts();

        List<Alert> found = new ArrayList<>();
        Map<StateKey, byte[]> stored = new HashMap<>();
        EventClock clock = EventClock.START;
        Random random = new Random(seed);
        int at = 0;
        while (at < records.size()) {
            PartitionEngine engine =
                    new PartitionEngine("id", PARTITION, reader(), rules(text), AHEAD, clock, Map.copyOf(stored));
            int to = Math.min(records.size(), at + 1 + random.nextInt(12));
            PartitionBatch batch = engine.process(records.subList(at, to), to);
            batch.changedKeys().forEach((key, bytes) -> {
                if (bytes == null) {
                    stored.remove(key);
                } else {
                    stored.put(key, bytes);
                }
            });
            clock = batch.clock();
            found.addAll(batch.alerts());
            at = to;
        }

        assertThat(expected).isNotEmpty();
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void windowsAndSilencesAgreeWithAPlainComputation(long seed) throws Exception {
        List<HeldRecord> records = randomRecords(seed);
        PartitionEngine engine = engine("""
                rules:
                  - {name: w, window: 20s, lateness: 3s, condition: window.count > 0, message: "{window.count}"}
                  - {name: s, silence: 12s, lateness: 4s}
                """);

        List<String> found = new ArrayList<>();
        engine.process(records, records.size())
                .alerts()
                .forEach(alert -> found.add(alert.rule() + " " + alert.key() + " "
                        + (alert.eventTimeMillis() - START) / 1000
                        + (alert.rule().equals("w") ? " " + alert.message() : "")));

        assertThat(found).containsExactlyInAnyOrderElementsOf(plainly(records));
    }

    /** Windows of 20 s with 3 s lateness, silences of 12 s with 4 s, without any of the engine's machinery. */
    private static List<String> plainly(List<HeldRecord> records) {
        List<String> expected = new ArrayList<>();
        Map<String, TreeMap<Long, Integer>> windows = new TreeMap<>();
        Map<String, TreeSet<Long>> heard = new TreeMap<>();
        long now = Long.MIN_VALUE;
        for (HeldRecord source : records) {
            String key = new String(source.keyBytes(), StandardCharsets.UTF_8);
            long time = Long.parseLong(new String(source.headers().get(0).value(), StandardCharsets.UTF_8));
            long window = Math.floorDiv(time, 20) * 20;
            if (now == Long.MIN_VALUE || window + 20 + 3 > now) {
                windows.computeIfAbsent(key, k -> new TreeMap<>()).merge(window, 1, Integer::sum);
            }
            if (now == Long.MIN_VALUE || time >= now - 4) {
                heard.computeIfAbsent(key, k -> new TreeSet<>()).add(time);
            }
            now = Math.max(now, time);
        }
        long end = now;
        windows.forEach((key, byStart) -> byStart.forEach((start, count) -> {
            if (start + 20 + 3 <= end) {
                expected.add("w " + key + " " + (start + 20) + " " + count);
            }
        }));
        heard.forEach((key, times) -> times.forEach(time -> {
            Long next = times.higher(time);
            if ((next == null || next - time >= 12) && time + 12 + 4 <= end) {
                expected.add("s " + key + " " + (time + 12));
            }
        }));
        return expected;
    }

    /** Three devices over ten minutes, up to 8 s out of order, with pauses. */
    private static List<HeldRecord> randomRecords(long seed) {
        Random random = new Random(seed);
        List<HeldRecord> records = new ArrayList<>();
        int now = 0;
        while (now < 600) {
            now += random.nextInt(20) == 0 ? random.nextInt(60) : random.nextInt(3);
            int time = Math.max(0, now - random.nextInt(9));
            String key = "dev-" + random.nextInt(3);
            records.add(reading(records.size(), key, random.nextInt(21) - 10, time));
        }
        return records;
    }

    private static PartitionEngine engine(String rules) throws Exception {
        return new PartitionEngine("id", PARTITION, reader(), rules(rules), AHEAD, EventClock.START, Map.of());
    }

    private static EventReader reader() {
        return EventReader.of(Map.of("t", EventFormat.JSON));
    }

    private static RuleSet rules(String text) throws Exception {
        return RuleReader.read("rules", text);
    }

    private static HeldRecord reading(long offset, String key, double value, int second) {
        byte[] time = Integer.toString(second).getBytes(StandardCharsets.UTF_8);
        return new HeldRecord(
                PARTITION,
                offset,
                START,
                key.getBytes(StandardCharsets.UTF_8),
                json(key, value, second).getBytes(StandardCharsets.UTF_8),
                List.of(new RecordHeader("second", time)));
    }

    private static HeldRecord raw(long offset, String value) {
        return new HeldRecord(PARTITION, offset, START, null, value.getBytes(StandardCharsets.UTF_8), List.of());
    }

    private static String json(String key, double value, int second) {
        return """
                {"device_id":"%s","type":"temperature","value":%s,"unit":"°C","timestamp":"%s","anomaly":false}""".formatted(key, value, Instant.ofEpochMilli(START + second * 1000L));
    }
}
