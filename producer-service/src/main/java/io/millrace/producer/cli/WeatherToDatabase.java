package io.millrace.producer.cli;

import io.millrace.model.WeatherReport;
import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.producer.simulate.WeatherStations;
import io.millrace.runtime.RunReport;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.database.DatabaseSettings;
import io.millrace.runtime.observe.HttpOptions;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Backoff;
import io.millrace.runtime.retry.Outage;
import io.millrace.runtime.retry.Retry;
import io.millrace.sources.database.DatabaseException;
import io.millrace.sources.database.WeatherTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes simulated weather into a table, day by day; waits while the database is away. */
final class WeatherToDatabase {
    private static final Logger log = LoggerFactory.getLogger(WeatherToDatabase.class);
    private static final long DAY_MILLIS = 86_400_000L;

    private final ShutdownSignal signal;
    private final DatabaseSettings settings;
    private final String tableName;
    private final SimulationOptions options;
    private final HttpOptions http;
    private long rows;

    WeatherToDatabase(
            ShutdownSignal signal,
            DatabaseSettings settings,
            String tableName,
            SimulationOptions options,
            HttpOptions http) {
        this.signal = signal;
        this.settings = settings;
        this.tableName = tableName;
        this.options = options;
        this.http = http;
    }

    void run(WeatherStations stations, Duration interval, Instant first) throws InterruptedException {
        try (WeatherTable table = new WeatherTable(settings, tableName);
                Observability observability = new Observability(ProducerDefaults.SERVICE, "weather")) {
            observability.carries("source:weather", "database:" + tableName);
            observability.serve(http);
            Outage outage =
                    new Outage("database " + settings.printable(), observability.health(), log, Clock.systemUTC());
            log.info("Starting: table={} interval_ms={} database={}", tableName, interval.toMillis(), settings);
            Optional<Optional<LocalDate>> last = call(outage, table::open);
            if (last.isPresent()) {
                Instant behindLast = last.get()
                        .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                        .orElse(Instant.MIN);
                writeDays(stations, table, outage, interval, behindLast.isAfter(first) ? behindLast : first);
            }
        } finally {
            log.info("Ended: table={} rows={}", tableName, rows);
            options.report()
                    .ifPresent(file -> new RunReport()
                            .put("service", ProducerDefaults.SERVICE)
                            .put("command", "weather")
                            .put("rows", Map.of(tableName, rows))
                            .write(file));
        }
    }

    private void writeDays(
            WeatherStations stations, WeatherTable table, Outage outage, Duration interval, Instant first)
            throws InterruptedException {
        long limit = options.count().orElse(Long.MAX_VALUE);
        long started = System.nanoTime();
        long forNanos = options.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long day = first.toEpochMilli();
        for (long round = 1; rows < limit && !signal.isRequested(); round++) {
            List<WeatherReport> reports = stations.day(day);
            List<WeatherReport> wanted = reports.subList(0, (int) Math.min(reports.size(), limit - rows));
            Optional<Integer> written = call(outage, () -> table.write(wanted));
            if (written.isEmpty()) {
                return;
            }
            // All of them are there now, whoever wrote them: a repeated write must not make the run longer.
            rows += wanted.size();
            day += DAY_MILLIS;
            long elapsed = System.nanoTime() - started;
            if (elapsed >= forNanos) {
                return;
            }
            long wait = Math.min(round * interval.toNanos(), forNanos) - elapsed;
            if (wait > 0 && signal.await(Duration.ofNanos(wait))) {
                return;
            }
        }
    }

    private <T> Optional<T> call(Outage outage, Callable<T> work) throws InterruptedException {
        try {
            return new Retry(Backoff.STANDARD, signal)
                    .call(outage, e -> e instanceof DatabaseException.Unavailable, work);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServiceException(e.getMessage(), e);
        }
    }
}
