package io.millrace.sink.cli;

import io.millrace.formats.FormatAids;
import io.millrace.formats.FormatSettings;
import io.millrace.formats.TopicFormats;
import io.millrace.formats.layout.FileNameTemplate;
import io.millrace.formats.layout.TemplateException;
import io.millrace.record.PartitionId;
import io.millrace.runtime.retry.Backoff;
import io.millrace.sink.commit.CommitLog;
import io.millrace.sink.hdfs.HdfsFileStore;
import io.millrace.sink.local.TemporaryFiles;
import io.millrace.sink.port.FileStore;
import io.millrace.sink.run.PartitionOpener;
import io.millrace.sink.run.PartitionOpener.OwnerSettings;
import io.millrace.sink.run.SinkLanding;
import io.millrace.sink.write.MemoryBudget;
import io.millrace.sink.write.SinkEvents;
import io.millrace.sink.write.WriterContext;
import io.millrace.stream.Clock;
import io.millrace.stream.DeadLetters;
import io.millrace.stream.StoppedException;
import io.millrace.stream.kafka.GroupMemo;
import io.millrace.stream.kafka.KafkaCluster;
import io.millrace.stream.kafka.KafkaRecordSource;
import io.millrace.stream.kafka.KafkaRecordSource.Subscription;
import io.millrace.stream.kafka.PollGate;
import io.millrace.stream.letters.KafkaDeadLetters;
import io.millrace.stream.run.EndTracker;
import io.millrace.stream.run.Outages;
import io.millrace.stream.run.Worker;
import io.millrace.stream.run.WorkerContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Puts workers together. */
final class WorkerFactory {
    private static final String CLIENT_ID = "millrace-hdfs-sink";
    private static final int RECORDS_PER_POLL = 2_000;

    private final SinkSettings settings;
    private final Shared shared;
    private final List<DeadLetters> opened = new ArrayList<>();
    private final String process;
    private final List<CallerThreads> callers = new ArrayList<>();

    /**
     * What all workers of a process have together.
     *
     * @param topics settings of those that are stored
     * @param partitions that are stored
     * @param plan what each worker may hold
     * @param ends where the run ends; empty if it does not
     */
    record Shared(
            KafkaCluster cluster,
            SinkEvents events,
            Outages outages,
            Map<String, SinkSettings.TopicSettings> topics,
            Set<PartitionId> partitions,
            MemoryPlan plan,
            FormatAids aids,
            Optional<EndTracker> ends) {}

    WorkerFactory(SinkSettings settings, Shared shared) {
        this.settings = settings;
        this.shared = shared;
        this.process = host() + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Makes a worker with what only its thread uses.
     *
     * @param store the thread's view of the store
     * @param progress runs whenever a call to Kafka has ended
     */
    Worker create(int thread, FileStore store, Runnable progress) {
        MemoryBudget budget = new MemoryBudget(
                Math.max(1, settings.maxOpenFiles() / settings.threads()),
                shared.plan().bufferedBytes(),
                shared.plan().recordBytes(),
                settings.maxSpilledBytes() / settings.threads(),
                HdfsFileStore.STREAM_BYTES);
        DeadLetters deadLetters = new KafkaDeadLetters(
                SinkSettings.SERVICE,
                () -> shared.cluster().producer(shared.plan().letterBytes()),
                settings::deadLetterTopic,
                (source, letters) -> shared.cluster()
                        .prepareDeadLetterTopic(source, letters, shared.plan().letterBytes()));
        opened.add(deadLetters);
        CallerThreads own = new CallerThreads("sink-" + thread);
        callers.add(own);
        Map<String, WriterContext> contexts = new HashMap<>();
        shared.topics()
                .forEach((topic, topicSettings) ->
                        contexts.put(topic, context(topic, topicSettings, store, budget, deadLetters, own)));
        OwnerSettings owner = new OwnerSettings(
                settings.hdfs().rootPath(), process + "-" + thread, CommitLog.SEGMENT_SIZE, settings.rules());
        PollGate gate = new PollGate(shared.plan().pollBytes());
        KafkaRecordSource source = new KafkaRecordSource(
                shared.cluster()
                        .consumer(
                                new KafkaCluster.Reader(
                                        Optional.of(CLIENT_ID),
                                        settings.group(),
                                        settings.groupProtocol(),
                                        RECORDS_PER_POLL),
                                shared.plan().fetch(),
                                gate),
                gate,
                subscription(thread),
                new KafkaRecordSource.Asking(shared.cluster().topicIds(), progress),
                new GroupMemo(settings.hdfs().rootUri().toString()));
        return new Worker(
                new WorkerContext(
                        thread,
                        source,
                        new SinkLanding(
                                thread,
                                new PartitionOpener(store, own, Clock.system(), owner, contexts::get),
                                budget,
                                shared.events()),
                        shared.outages(),
                        Backoff.STANDARD,
                        new SplittableRandom(),
                        Clock.system(),
                        shared.events()),
                shared.ends());
    }

    private Subscription subscription(int thread) {
        if (settings.partitions().isEmpty()) {
            return new Subscription(shared.topics().keySet(), Set.of());
        }
        List<PartitionId> all = shared.partitions().stream().sorted().toList();
        Set<PartitionId> mine = all.stream()
                .filter(partition -> all.indexOf(partition) % settings.threads() == thread)
                .collect(Collectors.toSet());
        return new Subscription(Set.of(), mine);
    }

    private WriterContext context(
            String topic,
            SinkSettings.TopicSettings topicSettings,
            FileStore store,
            MemoryBudget budget,
            DeadLetters deadLetters,
            Executor own) {
        FormatSettings format = topicSettings.format();
        return new WriterContext(
                store,
                TopicFormats.create(format, topic, shared.plan().recordBytes(), shared.aids()),
                naming(format, topic),
                budget,
                topicSettings.rules(),
                settings.badRecords(),
                format.tombstones(),
                deadLetters,
                new TemporaryFiles(settings.spillFolder()),
                own,
                shared.events());
    }

    /** Partitions may be added while the sink runs: their first file must not take the name of another one's. */
    private static WriterContext.FileNaming naming(FormatSettings format, String topic) {
        FileNameTemplate names = fileNames(format);
        if (TopicFormats.paths(format, topic).tellsPartitions()) {
            return names::name;
        }
        return values -> {
            if (values.partition() > 0) {
                throw new StoppedException(
                        "topic " + topic + " has more than one partition now, whose files could have one"
                                + " name: start the sink with {partition} in --file-name or --layout");
            }
            return names.name(values);
        };
    }

    private static FileNameTemplate fileNames(FormatSettings format) {
        try {
            return TopicFormats.fileNames(format);
        } catch (TemplateException e) {
            throw new IllegalArgumentException("settings were checked before", e);
        }
    }

    void close() {
        callers.forEach(CallerThreads::close);
        opened.forEach(DeadLetters::close);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
