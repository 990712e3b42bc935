package io.millrace.console.web;

import io.millrace.console.alerts.AlertsReader;
import io.millrace.console.alerts.ShownAlert;
import io.millrace.console.kafka.MessageSearch;
import io.millrace.console.kafka.ShownMessage;
import io.millrace.console.kafka.TopicDetails;
import io.millrace.console.kafka.TopicLook;
import io.millrace.console.landed.Landing;
import io.millrace.console.landed.LogLook;
import io.millrace.record.PartitionId;
import io.millrace.runtime.kafka.DeadLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One record's way: the message, the groups that have passed it, the file that holds it, the alerts that it raised. */
final class RecordAnswers {
    private static final int CHARACTERS = 64 << 10;

    private final TopicLook topics;
    private final MessageSearch search;
    private final Optional<Landing> landed;
    private final Optional<AlertsReader> alerts;

    RecordAnswers(TopicLook topics, MessageSearch search, Optional<Landing> landed, Optional<AlertsReader> alerts) {
        this.topics = topics;
        this.search = search;
        this.landed = landed;
        this.alerts = alerts;
    }

    /** A group, and whether it is beyond the record. */
    record Passing(String group, long committed, boolean passed) {}

    /** The record that a dead letter is about. */
    record LetterOf(String topic, String partition, String offset, String reason, String service) {}

    Map<String, Answering> all() {
        return Map.of("record", this::way);
    }

    private void way(Exchange exchange) throws IOException, InterruptedException, Asked.BadRequestException {
        Asked asked = exchange.asked();
        String topic = asked.topic("topic");
        if (asked.partition().isEmpty() || asked.number("offset").isEmpty()) {
            throw new Asked.BadRequestException("parameters partition and offset must both be there");
        }
        int partition = asked.partition().getAsInt();
        long offset = asked.number("offset").getAsLong();
        // Each part by itself: what one server does not tell must not hide what the others do.
        List<String> problems = new ArrayList<>();
        Map<String, Object> way = new LinkedHashMap<>();
        Optional<ShownMessage> message = message(topic, partition, offset, problems);
        way.put("message", message.orElse(null));
        way.put("groups", groups(topic, partition, offset, problems));
        way.put("landed", landed(topic, partition, offset, problems));
        way.put("alerts", alerts(topic, partition, offset, problems));
        way.put("deadLetterOf", message.flatMap(RecordAnswers::letterOf).orElse(null));
        way.put("problem", problems.isEmpty() ? null : String.join(" ", problems));
        exchange.json(way);
    }

    private Optional<ShownMessage> message(String topic, int partition, long offset, List<String> problems) {
        try {
            Optional<ConsumerRecord<byte[], byte[]>> found = search.fetch(topic, partition, offset);
            if (found.isEmpty()) {
                problems.add("Kafka has no message at this offset (any more).");
                return Optional.empty();
            }
            return Optional.of(search.shown(found.get(), CHARACTERS));
        } catch (IOException e) {
            problems.add(e.getMessage());
            return Optional.empty();
        }
    }

    private List<Passing> groups(String topic, int partition, long offset, List<String> problems)
            throws InterruptedException {
        try {
            List<Passing> groups = new ArrayList<>();
            for (TopicDetails.GroupDetails group : topics.look(topic).groups()) {
                group.partitions().stream()
                        .filter(at -> at.partition() == partition)
                        .forEach(at -> groups.add(new Passing(group.group(), at.committed(), at.committed() > offset)));
            }
            return groups;
        } catch (IOException e) {
            problems.add(e.getMessage());
            return List.of();
        }
    }

    private List<LogLook.Landed> landed(String topic, int partition, long offset, List<String> problems) {
        if (landed.isEmpty()) {
            return List.of();
        }
        try {
            Landing looks = landed.get();
            return looks.logs().landed(looks.roots().roots(), new PartitionId(topic, partition), offset);
        } catch (IOException e) {
            problems.add("HDFS does not tell: " + e.getMessage());
            return List.of();
        }
    }

    private List<ShownAlert> alerts(String topic, int partition, long offset, List<String> problems) {
        if (alerts.isEmpty()) {
            return List.of();
        }
        try {
            return alerts.get().of(topic, partition, offset);
        } catch (IOException e) {
            problems.add(e.getMessage());
            return List.of();
        }
    }

    private static Optional<LetterOf> letterOf(ShownMessage message) {
        String topic = LetterAnswers.header(message, DeadLetter.TOPIC);
        return topic.isEmpty()
                ? Optional.empty()
                : Optional.of(new LetterOf(
                        topic,
                        LetterAnswers.header(message, DeadLetter.PARTITION),
                        LetterAnswers.header(message, DeadLetter.OFFSET),
                        LetterAnswers.header(message, DeadLetter.REASON),
                        LetterAnswers.header(message, DeadLetter.SERVICE)));
    }
}
