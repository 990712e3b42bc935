package io.millrace.sink.cli;

import io.millrace.formats.layout.TemplateException;
import io.millrace.record.PartitionId;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Observability;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.commit.StoredPartitions;
import io.millrace.sink.done.MarkFollower;
import io.millrace.sink.done.Marker;
import io.millrace.sink.observe.MarkMetrics;
import io.millrace.sink.port.FileStore;
import io.millrace.stream.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the marks of folders that are done beside a sink at work. A failure of it delays marks and nothing else. */
final class MarkThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarkThread.class);
    private static final Duration LAST_LOOK = Duration.ofSeconds(5);

    private final DoneSettings settings;
    private final SinkSettings sink;
    private final Function<String, Outage> outages;
    private final MarkMetrics metrics;
    private final KafkaEnds ends;
    private final Map<String, Marker> made = new HashMap<>();
    private final BesideThread thread;

    /** @param sink what is stored, and how */
    MarkThread(DoneSettings settings, SinkSettings sink, Observability observability) {
        this.settings = settings;
        this.sink = sink;
        this.thread = new BesideThread("marks", observability.health(), LAST_LOOK);
        this.metrics = new MarkMetrics(observability.registry(), Clock.system(), LOG);
        this.outages = outages(
                topic -> topic.isEmpty() ? "marks of " + sink.hdfs().rootUri() : "marks of topic " + topic,
                observability);
        this.ends = new KafkaEnds(sink.kafka(), outages(topic -> "Kafka for marks of topic " + topic, observability));
    }

    /** The same one for a name each time. */
    private static Function<String, Outage> outages(UnaryOperator<String> subject, Observability observability) {
        Map<String, Outage> known = new HashMap<>();
        return name -> known.computeIfAbsent(
                name,
                made -> new Outage(subject.apply(made), observability.health(), LOG, java.time.Clock.systemUTC()));
    }

    /** Begins, once HDFS is reached. */
    void begin(FileStore store) {
        LOG.info(
                "Folders that are done get a mark: name={} lateness={} ms each={} ms",
                settings.name(),
                settings.lateness().toMillis(),
                settings.interval().toMillis());
        MarkFollower.Topics topics = () -> markers(store);
        MarkFollower follower = new MarkFollower(topics, outages, thread.workEnded(), metrics);
        thread.start(() -> {
            follower.follow(settings.interval());
            if (!thread.lastLookEnded().isRequested()) {
                // What the sink's stop has committed.
                new MarkFollower(topics, outages, thread.lastLookEnded(), metrics).look();
            }
        });
    }

    private Map<String, Marker> markers(FileStore store) throws IOException {
        Map<String, Marker> all = new TreeMap<>();
        for (PartitionId partition : StoredPartitions.below(store, sink.hdfs().rootPath())) {
            String topic = partition.topic();
            if (sink.topics().takes(topic)) {
                all.put(topic, made.computeIfAbsent(topic, name -> marker(store, name)));
            }
        }
        return all;
    }

    private Marker marker(FileStore store, String topic) {
        Marker.Surroundings surroundings = new Marker.Surroundings(
                store,
                sink.hdfs().rootPath(),
                CommitLog.SEGMENT_SIZE,
                ends,
                Clock.system(),
                () -> UUID.randomUUID().toString(),
                Marker.MOST_FILES);
        try {
            return new Marker(
                    surroundings, topic, settings.rules(topic, sink.topics().of(topic)));
        } catch (TemplateException e) {
            throw new IllegalStateException("the layouts of all topics were looked at before", e);
        }
    }

    /**
     * The sink has committed all that it will. What of the marks is missing then is set by the next run.
     *
     * @param stop ends the waiting
     */
    void finish(boolean untilEnd, ShutdownSignal stop) throws InterruptedException {
        if (!thread.isStarted()) {
            return;
        }
        if (untilEnd) {
            thread.awaitLastLook(stop);
        } else {
            thread.awaitLastLook();
        }
    }

    @Override
    public void close() {
        thread.close();
        ends.close();
    }
}
