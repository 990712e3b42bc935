package io.millrace.sink.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.sink.table.Applied;
import io.millrace.sink.table.TableEvents;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Meters of tables, each with the tag table. Thread-safe. */
public final class TableMetrics implements TableEvents {
    private final MeterRegistry registry;
    private final LongSupplier nanos;
    private final Map<String, Meters> tables = new ConcurrentHashMap<>();

    /** @param nanos a clock that nobody can set */
    public TableMetrics(MeterRegistry registry, LongSupplier nanos) {
        this.registry = registry;
        this.nanos = nanos;
    }

    /** What was added to each table in this process so far. */
    public Map<String, Applied> applied() {
        Map<String, Applied> all = new TreeMap<>();
        tables.forEach((table, meters) -> all.put(
                table,
                new Applied(
                        (int) meters.files.count(),
                        (long) meters.rows.count(),
                        (int) meters.gone.count(),
                        (int) meters.removed.count(),
                        false)));
        return all;
    }

    @Override
    public void watched(String table) {
        meters(table);
    }

    @Override
    public void applied(String table, Applied applied) {
        Meters meters = meters(table);
        meters.files.increment(applied.files());
        meters.rows.increment(applied.rows());
        meters.gone.increment(applied.gone());
        meters.removed.increment(applied.removed());
    }

    @Override
    public void overtaken(String table) {
        meters(table).overtaken.increment();
    }

    @Override
    public void complete(String table) {
        meters(table).complete = nanos.getAsLong();
    }

    private Meters meters(String table) {
        return tables.computeIfAbsent(table, Meters::new);
    }

    private final class Meters {
        final Counter files;
        final Counter rows;
        final Counter gone;
        final Counter removed;
        final Counter overtaken;
        volatile long complete = nanos.getAsLong();

        Meters(String table) {
            files = counter("millrace.sink.table.files", "Files added to the table", table);
            rows = counter("millrace.sink.table.rows", "Rows in the files added to the table", table);
            gone = counter(
                    "millrace.sink.table.files.gone",
                    "Stored files that were not there any more when the table wanted them",
                    table);
            removed = counter(
                    "millrace.sink.table.files.removed",
                    "Files taken out of the table because they expired or were acknowledged as taken away",
                    table);
            overtaken = counter(
                    "millrace.sink.table.overtaken",
                    "Commits to the table that another projector was faster with",
                    table);
            Gauge.builder("millrace.sink.table.age", this, meters -> (nanos.getAsLong() - meters.complete) / 1e9)
                    .baseUnit("seconds")
                    .description("Time since the table held all that was stored")
                    .tag("table", table)
                    .register(registry);
        }

        private Counter counter(String name, String description, String table) {
            return Counter.builder(name)
                    .description(description)
                    .tag("table", table)
                    .register(registry);
        }
    }
}
