package io.millrace.sink.cli;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ExitStatus;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.kafka.KafkaFailures;
import io.millrace.runtime.kafka.KafkaOptions;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.stream.StoppedException;
import io.millrace.stream.kafka.KafkaCluster;
import io.millrace.stream.letters.DeadLetterReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts dead letters back into their topics, each once. */
@Command(
        name = "redeliver",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Puts the dead letters of topics back where they came from, each once, for instance after a schema"
                        + " was corrected. Ends when it has come to the dead letters' present end.")
final class RedeliverCommand implements Callable<Integer> {
    private final ShutdownSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--topics",
            split = ",",
            required = true,
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_TOPIC_NAME}",
            description = "Topics that the letters came from, with commas between them [KAFKA_TOPIC_NAME].")
    private List<String> topics = new ArrayList<>();

    @Option(
            names = "--dead-letter-topic",
            paramLabel = "NAME",
            defaultValue = "${env:KAFKA_DEAD_LETTER_TOPIC}",
            description =
                    "Topic of dead letters, {topic} stands for the topic's name [KAFKA_DEAD_LETTER_TOPIC]. Default:"
                            + " {topic}.dead-letters")
    private String deadLetterTopic;

    RedeliverCommand(ShutdownSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        KafkaSettings settings = kafka.settings();
        try (KafkaCluster cluster = new KafkaCluster(settings)) {
            for (String topic : topics) {
                String letters = SinkSettings.deadLetterTopic(deadLetterTopic, topic);
                if (!cluster.exists(letters)) {
                    noLetters(cluster, topic, letters, out);
                    continue;
                }
                DeadLetterReplay.Result result = cluster.replay(SinkSettings.SERVICE, letters, stop::isRequested);
                out.printf(
                        "%s: %d dead letters put back, %d left out as put back before, %d that do not say where they came"
                                + " from, %d of other services, %d left out as cut to the size that the topic takes, %d left out as refused for"
                                + " their size%n",
                        letters,
                        result.sent(),
                        result.repeated(),
                        result.foreign(),
                        result.others(),
                        result.cut(),
                        result.refused());
            }
        } catch (StoppedException e) {
            throw new ServiceException(e.getMessage(), e);
        } catch (IOException | KafkaException e) {
            if (KafkaFailures.stays(e)) {
                throw KafkaFailures.ended(settings.bootstrapServers(), e);
            }
            throw new ServiceException("redelivery failed, start it again to go on: " + e.getMessage(), e);
        }
        out.flush();
        return ExitStatus.OK;
    }

    /** The topic of dead letters is made with the first one: that there is none is good news, unless the name is wrong. */
    private static void noLetters(KafkaCluster cluster, String topic, String letters, PrintWriter out)
            throws IOException {
        if (!cluster.exists(topic)) {
            throw new ServiceException(
                    "topic " + topic + " does not exist in Kafka, nor does its dead-letter topic " + letters);
        }
        out.printf("%s: 0 dead letters put back, topic %s has never had any%n", letters, topic);
    }
}
