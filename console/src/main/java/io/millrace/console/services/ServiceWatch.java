package io.millrace.console.services;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.console.measure.Rates;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Asks the services how they are, and remembers those that are gone for a while. Used by one thread. */
public final class ServiceWatch {
    /** So long a service that answered may be silent before it counts as gone. */
    private static final long PATIENCE = Duration.ofSeconds(12).toNanos();

    private static final long REMEMBERED = Duration.ofHours(1).toNanos();
    private static final String RECORDS = "records ";
    private static final String BYTES = "bytes ";
    /** How far what is made of a commit log is behind it; the page shows both with the folder. */
    private static final String TABLE_AGE = "seconds that its tables are behind";

    private static final String MARKS_AGE = "seconds that its done-marks are behind";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceDirectory directory;
    private final Asking asking;
    private final LongSupplier nanos;
    private final Map<String, Known> known = new TreeMap<>();
    private final Rates rates = new Rates();

    /** Gets what a service shows. */
    public interface Asking {
        /**
         * Asks all at once, so that one that hangs does not hold up the others.
         *
         * @param paths what is asked of each
         * @return the answers in the order of the services, and for each in the order of the paths
         */
        List<List<Answer>> ask(List<ServiceAddress> services, List<String> paths);
    }

    /**
     * An answer.
     *
     * @param text the body, whatever the status; null if there is none
     * @param problem why there is none
     * @param unknownHost true if nobody knows the host's name: a container that does not run has none
     */
    public record Answer(String text, String problem, boolean unknownHost) {
        Answer(String text, String problem) {
            this(text, problem, false);
        }
    }

    /** What is remembered of a service. */
    private static final class Known {
        private ServiceState last;
        private long seen;
        private long answered;
        private double latencySum;
        private double latencyCount;

        Known(long answered) {
            this.answered = answered;
        }
    }

    /** @param nanos as {@link System#nanoTime} */
    public ServiceWatch(ServiceDirectory directory, Asking asking, LongSupplier nanos) {
        this.directory = directory;
        this.asking = asking;
        this.nanos = nanos;
    }

    /** All services, by name: those that run, and those that ended within the last hour. */
    public List<ServiceState> look() {
        List<ServiceAddress> there = directory.now();
        List<List<Answer>> answers = asking.ask(there, List.of("/health", "/metrics"));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < there.size(); i++) {
            ServiceAddress service = there.get(i);
            if (answers.get(i).get(0).unknownHost() && !known.containsKey(service.name())) {
                // Named for the case that it is switched on.
                continue;
            }
            names.add(service.name());
            Known one = known.computeIfAbsent(service.name(), name -> new Known(nanos.getAsLong() - PATIENCE));
            one.seen = nanos.getAsLong();
            one.last = state(service, answers.get(i).get(0), answers.get(i).get(1), one);
        }
        known.forEach((name, one) -> {
            if (!names.contains(name)) {
                forget(name);
                one.last = gone(one.last, "It has ended.");
            }
        });
        known.values().removeIf(one -> nanos.getAsLong() - one.seen > REMEMBERED);
        return known.values().stream().map(one -> one.last).toList();
    }

    private ServiceState state(ServiceAddress service, Answer health, Answer metrics, Known one) {
        if (health.text() == null || metrics.text() == null) {
            if (service.alive() && one.last != null && nanos.getAsLong() - one.answered < PATIENCE) {
                // On a busy machine an answer may be late, and the next one there.
                return one.last;
            }
            forget(service.name());
            String why = service.alive()
                    ? "It does not answer: " + (health.problem() == null ? metrics.problem() : health.problem())
                    : "Its process ended without a word; its log says more.";
            ServiceState before = one.last == null ? unknown(service) : one.last;
            return gone(before, why);
        }
        Map<String, String> problems;
        try {
            problems = problems(health.text());
        } catch (IOException e) {
            return gone(unknown(service), "What answers there is none of Millrace's services.");
        }
        one.answered = nanos.getAsLong();
        MetricsText text = new MetricsText(metrics.text());
        OptionalDouble records = text.sum(
                "millrace_producer_records_total",
                "millrace_sink_committed_records_total",
                "millrace_consumer_records_total");
        OptionalDouble bytes = text.sum("millrace_producer_value_bytes_total", "millrace_sink_committed_bytes_total");
        Map<String, String> labels = text.named("process_uptime_seconds").stream()
                .findFirst()
                .map(MetricsText.Sample::labels)
                .orElse(Map.of());
        OptionalDouble age = text.max("millrace_sink_commit_age_seconds");
        return new ServiceState(
                service.name(),
                labels.getOrDefault("service", ""),
                labels.getOrDefault("command", ""),
                service.address().toString(),
                problems.isEmpty() ? ServiceState.Condition.up : ServiceState.Condition.down,
                problems,
                null,
                text.named("millrace_flow").stream()
                        .map(flow -> new ServiceState.Flow(
                                flow.labels().getOrDefault("from", ""),
                                flow.labels().getOrDefault("to", "")))
                        .toList(),
                group(text),
                rate(RECORDS + service.name(), records),
                rate(BYTES + service.name(), bytes),
                whole(records),
                whole(text.sum("millrace_lag")),
                age.isPresent() && age.getAsDouble() > 0 ? (Double) age.getAsDouble() : null,
                latency(text, one),
                facts(text));
    }

    private static String group(MetricsText text) {
        return text.named("millrace_flow").stream()
                .map(flow -> flow.labels().getOrDefault("group", ""))
                .filter(group -> !group.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private Double rate(String counter, OptionalDouble value) {
        return value.isPresent() ? rates.of(counter, nanos.getAsLong(), value.getAsDouble()) : null;
    }

    private void forget(String service) {
        rates.forget(RECORDS + service);
        rates.forget(BYTES + service);
    }

    /** The average of those alerts that came since the last look. */
    private static Double latency(MetricsText text, Known one) {
        double sum = text.sum("millrace_consumer_alert_latency_seconds_sum").orElse(0);
        double count = text.sum("millrace_consumer_alert_latency_seconds_count").orElse(0);
        double alerts = count - one.latencyCount;
        double seconds = sum - one.latencySum;
        one.latencySum = sum;
        one.latencyCount = count;
        return alerts > 0 && seconds >= 0 ? (Double) (seconds / alerts) : null;
    }

    private static List<ServiceState.Fact> facts(MetricsText text) {
        Map<String, OptionalDouble> all = new LinkedHashMap<>();
        all.put("open files", text.sum("millrace_sink_open_files"));
        all.put("committed files", text.sum("millrace_sink_committed_files_total"));
        text.named("millrace_sink_commits_total").stream()
                .map(sample -> sample.labels().getOrDefault("reason", ""))
                .distinct()
                .sorted()
                .forEach(reason -> all.put(
                        "commits by " + reason.replace('_', ' '),
                        text.sumWhere("millrace_sink_commits_total", "reason", reason)));
        all.put(TABLE_AGE, text.max("millrace_sink_table_age_seconds"));
        all.put(MARKS_AGE, text.max("millrace_sink_done_age_seconds"));
        all.put("files followed", text.sum("millrace_producer_tail_files"));
        all.put("alerts", text.sum("millrace_consumer_alerts_total"));
        all.put(
                "dead letters",
                text.sum(
                        "millrace_producer_dead_letters_total",
                        "millrace_sink_dead_letters_total",
                        "millrace_consumer_dead_letters_total"));
        all.put("retries", text.sum("millrace_sink_retries_total"));
        all.put("fenced commits", text.sum("millrace_sink_fenced_commits_total"));
        all.put("heap bytes", heap(text));
        List<ServiceState.Fact> facts = new ArrayList<>();
        all.forEach((name, value) -> value.ifPresent(found -> facts.add(new ServiceState.Fact(name, (long) found))));
        return facts;
    }

    private static OptionalDouble heap(MetricsText text) {
        double bytes = text.named("jvm_memory_used_bytes").stream()
                .filter(sample -> "heap".equals(sample.labels().get("area")))
                .mapToDouble(MetricsText.Sample::value)
                .sum();
        return bytes > 0 ? OptionalDouble.of(bytes) : OptionalDouble.empty();
    }

    private static Long whole(OptionalDouble value) {
        return value.isPresent() ? (Long) Math.round(value.getAsDouble()) : null;
    }

    /** {@code {"status":"down","problems":{"subject":"reason"}}}. */
    private static Map<String, String> problems(String health) throws IOException {
        JsonNode said = JSON.readTree(health);
        if (said == null || !said.hasNonNull("status")) {
            throw new IOException("no status");
        }
        Map<String, String> problems = new HashMap<>();
        said.path("problems")
                .properties()
                .forEach(one -> problems.put(one.getKey(), one.getValue().asText()));
        return problems;
    }

    private static ServiceState unknown(ServiceAddress service) {
        return new ServiceState(
                service.name(),
                "",
                "",
                service.address().toString(),
                ServiceState.Condition.gone,
                Map.of(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
    }

    private static ServiceState gone(ServiceState before, String why) {
        return new ServiceState(
                before.name(),
                before.service(),
                before.command(),
                before.address(),
                ServiceState.Condition.gone,
                before.problems(),
                why,
                before.flows(),
                before.group(),
                null,
                null,
                before.total(),
                null,
                null,
                null,
                List.of());
    }
}
