package io.millrace.launcher.preset;

import io.millrace.launcher.parts.KafkaView;
import io.millrace.launcher.parts.Screen;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far the receivers of a preset have come in their topics, as Kafka knows it. Not thread-safe. */
final class Flows {
    private final KafkaView kafka;

    Flows(KafkaView kafka) {
        this.kafka = kafka;
    }

    /** Offsets between what the receiver has stored and the end of its topic; 0 while there is no topic. */
    long lag(Preset.Process receiver) throws InterruptedException {
        return progress(receiver).lag();
    }

    /** One part per receiver: its name, what it has stored, what there is. */
    String line(List<Preset.Process> receivers) throws InterruptedException {
        StringBuilder line = new StringBuilder();
        for (Preset.Process receiver : receivers) {
            Progress progress = progress(receiver);
            line.append(line.isEmpty() ? "" : "   ")
                    .append(receiver.name())
                    .append(' ')
                    .append(Screen.count(progress.end() - progress.lag()))
                    .append('/')
                    .append(Screen.count(progress.end()));
        }
        return line.toString();
    }

    private record Progress(long end, long lag) {}

    private Progress progress(Preset.Process receiver) throws InterruptedException {
        String topic = receiver.variable("KAFKA_TOPIC_NAME").orElseThrow();
        Map<TopicPartition, Long> ends = kafka.endOffsetsIfAny(topic);
        Map<TopicPartition, Long> stored = ends.isEmpty()
                ? Map.of()
                : kafka.committed(receiver.variable("KAFKA_CONSUMER_GROUP_ID").orElseThrow(), topic);
        return new Progress(
                ends.values().stream().mapToLong(Long::longValue).sum(),
                ends.entrySet().stream()
                        .mapToLong(end -> Math.max(0, end.getValue() - stored.getOrDefault(end.getKey(), 0L)))
                        .sum());
    }
}
