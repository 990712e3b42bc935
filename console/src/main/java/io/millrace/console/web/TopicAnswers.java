package io.millrace.console.web;

import io.millrace.console.kafka.MessageQuery;
import io.millrace.console.kafka.MessageSearch;
import io.millrace.console.kafka.ShownMessage;
import io.millrace.console.kafka.TopicLook;
import io.millrace.consumer.rules.ExpressionException;
import io.millrace.consumer.rules.MessageFilter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Topics and their messages. */
final class TopicAnswers {
    private static final int MOST_MESSAGES = 10_000;
    private static final int LONGEST_VALUE = 5 << 20;
    private static final int LONGEST_FILTER = 4_000;

    private final TopicLook topics;
    private final MessageSearch search;

    TopicAnswers(TopicLook topics, MessageSearch search) {
        this.topics = topics;
        this.search = search;
    }

    Map<String, Answering> all() {
        return Map.of(
                "topic",
                exchange -> exchange.json(topics.look(exchange.asked().topic("name"))),
                "messages",
                Answering.stream(this::messages),
                "message",
                this::message,
                "bytes",
                this::bytes);
    }

    private void messages(Exchange exchange) throws IOException, Asked.BadRequestException {
        MessageQuery query = query(exchange.asked());
        EventStream stream = exchange.stream();
        try {
            MessageSearch.Result result = search.run(query, new MessageSearch.Viewer() {
                @Override
                public void found(ShownMessage message) throws IOException {
                    stream.send("message", message);
                }

                @Override
                public void progress(long scanned, long left) throws IOException {
                    stream.send("progress", Map.of("scanned", scanned, "left", left));
                }

                @Override
                public void again(Map<Integer, Long> places) throws IOException {
                    stream.send(
                            "again",
                            Map.of(
                                    "places",
                                    places.entrySet().stream()
                                            .map(place -> place.getKey() + ":" + place.getValue())
                                            .collect(Collectors.joining(","))));
                }
            });
            stream.send("done", result);
        } catch (IOException e) {
            // Fails too if it is the page that is gone.
            stream.send("problem", Map.of("problem", String.valueOf(e.getMessage())));
        }
    }

    private static MessageQuery query(Asked asked) throws Asked.BadRequestException {
        MessageQuery.Start from = start(asked.text("from"));
        boolean needsPosition = from == MessageQuery.Start.OFFSET || from == MessageQuery.Start.TIME;
        String name = from == MessageQuery.Start.TIME ? "time" : "offset";
        if (needsPosition && asked.number(name).isEmpty()) {
            throw new Asked.BadRequestException("parameter " + name + " is missing");
        }
        return new MessageQuery(
                asked.topic("topic"),
                from,
                needsPosition ? asked.number(name).getAsLong() : 0,
                asked.within("n", 1, MOST_MESSAGES, 50),
                asked.partition(),
                asked.text("key"),
                asked.text("text"),
                filter(asked.text("filter")),
                asked.is("follow"),
                places(asked.text("places")));
    }

    /** {@code 0:12,1:7}. */
    private static Map<Integer, Long> places(String text) throws Asked.BadRequestException {
        if (text.isEmpty()) {
            return Map.of();
        }
        if (!text.matches("\\d{1,9}:\\d{1,18}(,\\d{1,9}:\\d{1,18}){0,9999}")) {
            throw new Asked.BadRequestException("parameter places must be partitions and offsets such as 0:12,1:7");
        }
        Map<Integer, Long> places = new HashMap<>();
        for (String place : text.split(",")) {
            String[] parts = place.split(":");
            places.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
        }
        return places;
    }

    private static MessageQuery.Start start(String from) throws Asked.BadRequestException {
        try {
            return from.isEmpty() ? MessageQuery.Start.LAST : MessageQuery.Start.valueOf(from.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Asked.BadRequestException(
                    "parameter from is '" + from + "', must be last, earliest, latest, offset or time");
        }
    }

    private static Optional<MessageFilter> filter(String text) throws Asked.BadRequestException {
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (text.length() > LONGEST_FILTER) {
            throw new Asked.BadRequestException(
                    "the filter has " + text.length() + " characters, must have at most " + LONGEST_FILTER);
        }
        try {
            return Optional.of(MessageFilter.compile(text));
        } catch (ExpressionException e) {
            throw new Asked.BadRequestException(
                    "the filter cannot be understood: " + e.complaints().get(0).message() + " (column "
                            + (e.complaints().get(0).column() + 1) + ")");
        }
    }

    private void message(Exchange exchange) throws IOException, Asked.BadRequestException {
        exchange.json(search.shown(fetched(exchange.asked()), LONGEST_VALUE));
    }

    private void bytes(Exchange exchange) throws IOException, Asked.BadRequestException {
        Asked asked = exchange.asked();
        ConsumerRecord<byte[], byte[]> message = fetched(asked);
        boolean key = asked.text("part").equals("key");
        byte[] bytes = key ? message.key() : message.value();
        String plain = message.topic().replaceAll("[^A-Za-z0-9._-]", "_");
        exchange.download(
                plain + "-" + message.partition() + "-" + message.offset() + (key ? ".key" : ".value"),
                bytes == null ? new byte[0] : bytes);
    }

    private ConsumerRecord<byte[], byte[]> fetched(Asked asked) throws IOException, Asked.BadRequestException {
        String topic = asked.topic("topic");
        if (asked.partition().isEmpty() || asked.number("offset").isEmpty()) {
            throw new Asked.BadRequestException("parameters partition and offset must both be there");
        }
        int partition = asked.partition().getAsInt();
        long offset = asked.number("offset").getAsLong();
        return search.fetch(topic, partition, offset)
                .orElseThrow(() -> new Asked.BadRequestException("There is no message at offset " + offset
                        + " of partition " + partition + ": it was deleted, or never was there."));
    }
}
