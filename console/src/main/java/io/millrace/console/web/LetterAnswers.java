package io.millrace.console.web;

import io.millrace.console.kafka.MessageQuery;
import io.millrace.console.kafka.MessageSearch;
import io.millrace.console.kafka.ShownMessage;
import io.millrace.console.kafka.TopicLook;
import io.millrace.console.live.Live;
import io.millrace.console.live.LiveView;
import io.millrace.runtime.kafka.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Dead letters: which topics hold some, and why they are there. */
final class LetterAnswers {
    private static final int LOOKED_AT = 2_000;
    private static final Duration WHOLE = Duration.ofSeconds(12);

    private final LiveView view;
    private final TopicLook topics;
    private final MessageSearch search;

    LetterAnswers(LiveView view, TopicLook topics, MessageSearch search) {
        this.view = view;
        this.topics = topics;
        this.search = search;
    }

    /** Letters with one reason of one service about one topic; {@code last} is the newest. */
    record Reason(String reason, String service, String from, long count, Place last) {}

    /** Where a letter is. */
    record Place(int partition, long offset) {}

    Map<String, Answering> all() {
        return Map.of("dead-letters", this::letters);
    }

    private void letters(Exchange exchange) throws IOException, InterruptedException, Asked.BadRequestException {
        String topic = exchange.asked().text("topic");
        if (topic.isEmpty()) {
            exchange.json(Map.of("topics", candidates()));
            return;
        }
        exchange.asked().topic("topic");
        topics.look(topic);
        Map<String, Reason> reasons = new LinkedHashMap<>();
        MessageSearch.Result result = search.run(
                new MessageQuery(
                        topic,
                        MessageQuery.Start.LAST,
                        0,
                        LOOKED_AT,
                        OptionalInt.empty(),
                        "",
                        "",
                        Optional.empty(),
                        false,
                        Map.of()),
                new MessageSearch.Viewer() {
                    @Override
                    public void found(ShownMessage message) {
                        add(reasons, message);
                    }

                    @Override
                    public void progress(long scanned, long left) {
                        // The answer comes in one piece.
                    }
                });
        List<Reason> sorted = new ArrayList<>(reasons.values());
        sorted.sort(Comparator.comparingLong(Reason::count).reversed());
        exchange.json(Map.of(
                "scanned",
                result.found(),
                "reasons",
                sorted,
                "command",
                "hdfs-sink-service redeliver --dead-letter-topic " + topic + " --topics "
                        + sorted.stream()
                                .map(Reason::from)
                                .filter(Asked::isTopic)
                                .distinct()
                                .reduce((a, b) -> a + "," + b)
                                .orElse("TOPIC")));
    }

    /** By their names: whether a topic holds dead letters is told by its messages only. */
    private List<Map<String, Object>> candidates() throws InterruptedException {
        try (LiveView.Watcher watcher = view.watch()) {
            return watcher.whole(WHOLE).topics().stream()
                    .filter(topic ->
                            topic.name().contains("dead-letter") || topic.name().contains("dead_letter"))
                    .sorted(Comparator.comparing(Live.Topic::name))
                    .map(topic -> Map.<String, Object>of("name", topic.name(), "messages", topic.messages()))
                    .toList();
        }
    }

    private static void add(Map<String, Reason> reasons, ShownMessage message) {
        String reason = header(message, DeadLetter.REASON);
        String service = header(message, DeadLetter.SERVICE);
        String from = header(message, DeadLetter.TOPIC);
        // Numbers and names in a reason differ from record to record; the page shows one of each kind.
        String kind =
                service + "\n" + from + "\n" + reason.replaceAll("\\d+", "0").replaceAll("'[^']*'", "''");
        Reason before = reasons.get(kind);
        reasons.put(
                kind,
                before == null
                        ? new Reason(reason, service, from, 1, new Place(message.partition(), message.offset()))
                        : new Reason(before.reason(), service, from, before.count() + 1, before.last()));
    }

    static String header(ShownMessage message, String name) {
        return message.headers().stream()
                .filter(header -> header.name().equals(name) && header.value() != null)
                .map(ShownMessage.ShownHeader::value)
                .findFirst()
                .orElse("");
    }
}
