package io.millrace.producer.cli;

import io.millrace.producer.kafka.ProducerDefaults;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.observe.HttpOptions;
import picocli.CommandLine.Mixin;

/** What every command has whose records and positions go to Kafka in one transaction; a picocli mixin. */
public final class SourceOptions {
    @Mixin
    private TopicOptions topics;

    @Mixin
    private DeliveryOptions delivery;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private HttpOptions http;

    /**
     * Notes what is wrong with these options.
     *
     * @param names topics of the records
     * @return how to reach Kafka; null if that is wrong
     */
    KafkaSettings check(Problems problems, String... names) {
        KafkaSettings settings = problems.collect(() -> ProducerDefaults.requireSafe(kafka.settings()));
        for (String name : names) {
            problems.collect(() -> topics.records(name));
        }
        delivery.check(problems);
        return settings;
    }

    /** The source's name and transactions. */
    DeliveryOptions delivery() {
        return delivery;
    }

    /** What runs the command's sources. */
    SourceRun run(String command, ShutdownSignal signal, KafkaSettings settings) {
        return new SourceRun(command, signal, settings, topics, delivery, http);
    }
}
