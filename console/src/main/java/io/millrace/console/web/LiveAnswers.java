package io.millrace.console.web;

import io.millrace.console.live.LiveView;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is going on now, and in the last hour. */
final class LiveAnswers {
    private static final Duration BEAT = Duration.ofSeconds(15);
    /** Faster than people read; pages and network are spared. */
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(900);

    /** Before the web server ends an answer by itself (WebServers); the page comes again then. */
    private static final Duration LONGEST = Duration.ofMinutes(9);

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration WHOLE = Duration.ofSeconds(12);
    private static final int MOST_SERIES = 500;

    private final LiveView view;

    LiveAnswers(LiveView view) {
        this.view = view;
    }

    Map<String, Answering> all() {
        return Map.of(
                "live", Answering.stream(this::live),
                "status", this::status,
                "history", this::history);
    }

    private void status(Exchange exchange) throws IOException, InterruptedException {
        try (LiveView.Watcher watcher = view.watch()) {
            exchange.json(watcher.whole(WHOLE));
        }
    }

    private void live(Exchange exchange) throws IOException, InterruptedException {
        EventStream stream = exchange.stream();
        try (LiveView.Watcher watcher = view.watch()) {
            // Not before anybody has looked: the page would say for a moment that nothing answers.
            watcher.whole(FIRST);
            long number = -1;
            long last = System.nanoTime() + LONGEST.toNanos();
            while (!Thread.currentThread().isInterrupted() && System.nanoTime() < last) {
                Optional<LiveView.Numbered> newer = watcher.newer(number, BEAT);
                if (newer.isPresent()) {
                    stream.send("live", newer.get().live());
                    number = newer.get().number();
                    Thread.sleep(SHORTEST_PAUSE.toMillis());
                } else {
                    stream.beat();
                }
            }
            stream.send("again", Map.of());
        }
    }

    private void history(Exchange exchange) throws IOException, Asked.BadRequestException {
        List<String> names = exchange.asked().all("of");
        if (names.size() > MOST_SERIES) {
            throw new Asked.BadRequestException(
                    "parameter of is there " + names.size() + " times, must be at most " + MOST_SERIES);
        }
        Map<String, List<Object[]>> series = new LinkedHashMap<>();
        names.forEach(name -> series.put(name, view.lastHour(name)));
        exchange.json(Map.of("step", LiveView.STEP, "series", series));
    }
}
