package io.millrace.console.live;

import io.millrace.console.kafka.ClusterState;
import io.millrace.console.landed.RootState;
import io.millrace.console.measure.History;
import io.millrace.console.measure.Rates;
import io.millrace.console.services.ServiceState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is going on, looked at as long as somebody watches: several threads look, one for each kind of server, and whoever watches
 * waits for something newer than what he has. Thread-safe.
 */
public final class LiveView implements AutoCloseable {
    /** Milliseconds between two points of {@link #lastHour}. */
    public static final long STEP = History.STEP;

    /** A page that is loaded again must find the last hour without a hole. */
    private static final long LINGER = Duration.ofSeconds(60).toNanos();

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SELDOM = Duration.ofSeconds(5);
    private static final int ALERTS = 20;

    private final LiveSources sources;
    private final Clock clock;
    private final History history = new History();
    private final Rates rates = new Rates();
    private final List<Lookout> lookouts = new ArrayList<>();
    private int watchers;
    private long lastWatched = System.nanoTime() - LINGER;
    private long version;
    private final Set<String> seen = new HashSet<>();

    private Live.Kafka kafka;
    private List<Live.Topic> topics = List.of();
    private List<Live.Group> groups = List.of();
    private List<ServiceState> services = List.of();
    private Live.Server hdfs;
    private List<RootState> roots = List.of();
    private Live.Server database;
    private Live.Alerts alerts;

    /** Looks at nothing until somebody watches. */
    public LiveView(LiveSources sources, Clock clock) {
        this.sources = sources;
        this.clock = clock;
        String asked = "It has not answered yet.";
        kafka = new Live.Kafka(false, asked, sources.kafkaAddress(), List.of());
        hdfs = sources.landed()
                .map(one -> new Live.Server(false, asked, one.address(), one.web()))
                .orElse(null);
        database = sources.alerts()
                .map(one -> new Live.Server(false, asked, one.address(), null))
                .orElse(null);
        lookouts.add(new Lookout("kafka", SOON, this::isWatched, this::lookAtKafka));
        lookouts.add(new Lookout("services", SOON, this::isWatched, this::lookAtServices));
        sources.landed()
                .ifPresent(one -> lookouts.add(new Lookout("hdfs", SELDOM, this::isWatched, () -> lookAtHdfs(one))));
        sources.alerts()
                .ifPresent(one -> lookouts.add(new Lookout("alerts", SOON, this::isWatched, () -> lookAtAlerts(one))));
    }

    /** What there is now, and which one that is: a later one has a higher number. */
    public record Numbered(long number, Live live) {}

    /** Somebody who watches until he closes this. */
    public interface Watcher extends AutoCloseable {
        /**
         * What there is, as soon as it is newer than this.
         *
         * @param number of what is known already; -1 for nothing
         * @param atMost how long to wait
         * @return empty if nothing new has come
         */
        Optional<Numbered> newer(long number, Duration atMost) throws InterruptedException;

        /** What there is when every kind of server has been looked at, or when this much time is over. */
        Live whole(Duration atMost) throws InterruptedException;

        @Override
        void close();
    }

    /** Begins to watch. */
    public Watcher watch() {
        synchronized (this) {
            if (!isWatched()) {
                // What was seen before nobody looked is old.
                seen.clear();
            }
            watchers++;
        }
        lookouts.forEach(Lookout::wake);
        return new Watcher() {
            private boolean closed;

            @Override
            public Optional<Numbered> newer(long number, Duration atMost) throws InterruptedException {
                return LiveView.this.newer(number, atMost);
            }

            @Override
            public Live whole(Duration atMost) throws InterruptedException {
                return LiveView.this.whole(atMost);
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    leave();
                }
            }
        };
    }

    /** The last hour of a number, as {@link History#of} gives it. */
    public List<Object[]> lastHour(String name) {
        return history.of(name, clock.millis());
    }

    private synchronized void leave() {
        watchers--;
        lastWatched = System.nanoTime();
    }

    private synchronized boolean isWatched() {
        return watchers > 0 || System.nanoTime() - lastWatched < LINGER;
    }

    private synchronized Optional<Numbered> newer(long number, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (version <= number) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(new Numbered(version, now()));
    }

    private synchronized Live whole(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis(); seen.size() < lookouts.size() && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return now();
    }

    private Live now() {
        return new Live(clock.millis(), kafka, topics, groups, services, hdfs, roots, database, alerts);
    }

    private synchronized void publish(String what, Runnable change) {
        change.run();
        seen.add(what);
        version++;
        notifyAll();
    }

    private void lookAtKafka() throws InterruptedException {
        try {
            ClusterState now = sources.kafka().look();
            long nanos = System.nanoTime();
            List<Live.Topic> seenTopics =
                    now.topics().stream().map(topic -> topic(topic, nanos)).toList();
            List<Live.Group> seenGroups =
                    now.groups().stream().map(group -> group(group, nanos)).toList();
            publish("kafka", () -> {
                kafka = new Live.Kafka(true, null, sources.kafkaAddress(), now.brokers());
                topics = seenTopics;
                groups = seenGroups;
            });
        } catch (IOException e) {
            publish(
                    "kafka",
                    () -> kafka = new Live.Kafka(false, e.getMessage(), sources.kafkaAddress(), kafka.brokers()));
        }
    }

    private Live.Topic topic(ClusterState.Topic topic, long nanos) {
        Double rate = rates.of("topic " + topic.name(), nanos, topic.end());
        if (!topic.internal()) {
            history.note("topic:" + topic.name(), clock.millis(), rate);
        }
        return new Live.Topic(
                topic.name(),
                topic.partitions(),
                topic.internal(),
                topic.messages(),
                topic.end(),
                rate,
                topic.underReplicated());
    }

    private Live.Group group(ClusterState.Group group, long nanos) {
        List<Live.Place> places = group.topics().stream()
                .map(place -> {
                    history.note("lag:" + group.name() + "/" + place.topic(), clock.millis(), (double) place.lag());
                    return new Live.Place(
                            place.topic(),
                            place.committed(),
                            place.end(),
                            place.lag(),
                            // The first offset of one more partition is no speed.
                            rates.of(
                                    "group " + group.name() + "/" + place.topic() + "/" + place.partitions(),
                                    nanos,
                                    place.committed()));
                })
                .toList();
        return new Live.Group(
                group.name(),
                group.state(),
                group.members(),
                places.stream().mapToLong(Live.Place::lag).sum(),
                places);
    }

    private void lookAtServices() {
        List<ServiceState> now = sources.services().look();
        now.forEach(service -> history.note("service:" + service.name(), clock.millis(), service.records()));
        publish("services", () -> services = now);
    }

    private void lookAtHdfs(LiveSources.LandedLook landed) {
        try {
            List<RootState> now = landed.look();
            publish("hdfs", () -> {
                hdfs = new Live.Server(true, null, landed.address(), landed.web());
                roots = now;
            });
        } catch (IOException e) {
            publish(
                    "hdfs",
                    () -> hdfs = new Live.Server(
                            false, "HDFS does not answer: " + e.getMessage(), landed.address(), landed.web()));
        }
    }

    private void lookAtAlerts(LiveSources.AlertsLook table) {
        try {
            OptionalLong count = table.count();
            Live.Alerts now = count.isPresent() ? new Live.Alerts(count.getAsLong(), table.newest(ALERTS)) : null;
            publish("alerts", () -> {
                database = new Live.Server(true, null, table.address(), null);
                alerts = now;
            });
        } catch (IOException e) {
            publish("alerts", () -> database = new Live.Server(false, e.getMessage(), table.address(), null));
        }
    }

    @Override
    public void close() {
        lookouts.forEach(Lookout::stop);
        try {
            for (Lookout lookout : lookouts) {
                lookout.awaitEnd();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
