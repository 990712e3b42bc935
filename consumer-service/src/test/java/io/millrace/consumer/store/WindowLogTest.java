package io.millrace.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.engine.StateKey;
import io.millrace.consumer.rules.RecordKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WindowLogTest {

    private final WindowLog log = new WindowLog();
    /** What a database would hold. */
    private final TreeMap<Long, Map<StateKey, byte[]>> entries = new TreeMap<>();

    private final Map<StateKey, byte[]> rows = new HashMap<>();

    @Test
    void keysThatChangeWithEveryBatchAreNeverWrittenAsRows() {
        for (int batch = 0; batch < 500; batch++) {
            WindowChanges changes = log.add(Map.of(key("a"), bytes(batch), key("b"), bytes(batch)));

            assertThat(changes.added()).hasSize(1);
            assertThat(changes.rows()).isEmpty();
            store(changes);
            assertThat(entries).hasSizeLessThanOrEqualTo(64);
        }
    }

    @Test
    void aKeyThatIsNotHeardAnyMoreBecomesARowOnce() {
        store(log.add(Map.of(key("once"), bytes(1))));
        int written = 0;
        for (int batch = 0; batch < 500; batch++) {
            WindowChanges changes = log.add(Map.of(key("always"), bytes(batch)));
            written += changes.rows().size();
            store(changes);
        }

        assertThat(written).isEqualTo(1);
        assertThat(rows).containsOnlyKeys(key("once"));
        assertThat(new WindowLog(entries).over(rows)).containsOnlyKeys(key("once"), key("always"));
    }

    @Test
    void aForgottenKeyIsForgottenInTheRowsToo() {
        rows.put(key("gone"), bytes(1));
        store(log.add(forget("gone")));
        assertThat(new WindowLog(entries).over(rows)).isEmpty();

        for (int batch = 0; batch < 100; batch++) {
            store(log.add(Map.of(key("always"), bytes(batch))));
        }

        assertThat(rows).isEmpty();
    }

    @Test
    void aVeryLargeBatchIsSplitAndTheLogStaysSmall() {
        Map<StateKey, byte[]> large = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            large.put(key("dev-" + i), new byte[100_000]);
        }
        WindowChanges changes = log.add(large);
        store(changes);

        assertThat(changes.added())
                .allSatisfy(entry -> assertThat(entry.changes()).hasSizeLessThanOrEqualTo(10));
        assertThat(entries.values().stream().mapToInt(Map::size).sum()).isBetween(1, 42);
        assertThat(new WindowLog(entries).over(rows)).hasSize(100);
    }

    @Test
    void theNextOwnerGoesOnWithTheNumbersOfTheLast() {
        store(log.add(Map.of(key("a"), bytes(1))));
        store(log.add(Map.of(key("a"), bytes(2))));

        WindowChanges changes = new WindowLog(entries).add(Map.of(key("a"), bytes(3)));

        assertThat(changes.added()).extracting(WindowChanges.Entry::sequence).containsExactly(3L);
    }

    @Test
    void nothingChangedIsNothingToStore() {
        assertThat(log.add(Map.of()).isEmpty()).isTrue();
    }

    private void store(WindowChanges changes) {
        changes.added().forEach(entry -> entries.put(entry.sequence(), entry.changes()));
        entries.headMap(changes.foldedThrough(), true).clear();
        changes.rows().forEach((key, state) -> {
            if (state == null) {
                rows.remove(key);
            } else {
                rows.put(key, state);
            }
        });
    }

    private static Map<StateKey, byte[]> forget(String name) {
        Map<StateKey, byte[]> changes = new HashMap<>();
        changes.put(key(name), null);
        return changes;
    }

    private static StateKey key(String name) {
        return new StateKey(RecordKind.READING, name);
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }
}
