package io.millrace.sources.tail;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows files and what happened to them as metrics. */
final class TailMeters {
    /** Files behind by most; a folder may hold more files than a metrics server takes. */
    private static final int MOST_FILES = 500;

    private final MultiGauge lag;
    private volatile int known;
    private volatile int open;
    private volatile long totalLag;

    TailMeters(MeterRegistry registry, Notices notices) {
        for (Notices.Event event : Notices.Event.values()) {
            FunctionCounter.builder("millrace.producer.tail.events", notices, counted -> counted.count(event))
                    .description(event.description)
                    .tag("event", event.name)
                    .register(registry);
        }
        lag = MultiGauge.builder("millrace.producer.tail.lag.bytes")
                .description("Bytes of a plain file that are there and not read, of the files that are behind")
                .register(registry);
        Gauge.builder("millrace.producer.tail.lag.total.bytes", this, meters -> meters.totalLag)
                .description("Bytes of all plain files that are there and not read")
                .register(registry);
        Gauge.builder("millrace.producer.tail.files", this, meters -> meters.known)
                .description("Files with a position")
                .tag("state", "known")
                .register(registry);
        Gauge.builder("millrace.producer.tail.files", this, meters -> meters.open)
                .description("Files with a position")
                .tag("state", "open")
                .register(registry);
    }

    /** What the files are like after a look. */
    void update(Collection<FollowedFile> files) {
        known = files.size();
        open = (int) files.stream().filter(FollowedFile::isOpen).count();
        totalLag = files.stream().mapToLong(TailMeters::lag).sum();
        Map<String, Long> behind = new LinkedHashMap<>();
        files.stream()
                .filter(file -> lag(file) > 0)
                .sorted(Comparator.comparingLong(TailMeters::lag).reversed())
                .limit(MOST_FILES)
                .forEach(file -> behind.merge(file.place(), lag(file), Long::sum));
        lag.register(
                behind.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(Tags.of("path", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
    }

    /** Bytes known to be there and not read; 0 for packed files, of which nobody knows. */
    private static long lag(FollowedFile file) {
        if (file.found().isEmpty()
                || !file.state().isRead()
                || file.content().filter(Content::isPacked).isPresent()) {
            return 0;
        }
        long readTo = file.isOpen() ? file.records().reader().readTo() : file.offset();
        return Math.max(0, file.found().get().size() - readTo);
    }
}
