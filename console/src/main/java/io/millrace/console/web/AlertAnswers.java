package io.millrace.console.web;

import io.millrace.console.alerts.AlertsReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Alerts. */
final class AlertAnswers {
    private static final int MOST = 1_000;

    private final Optional<AlertsReader> alerts;
    private final Supplier<Map<String, String>> rules;

    AlertAnswers(Optional<AlertsReader> alerts, Supplier<Map<String, String>> rules) {
        this.alerts = alerts;
        this.rules = rules;
    }

    Map<String, Answering> all() {
        return Map.of("alerts", this::alerts);
    }

    private void alerts(Exchange exchange) throws IOException, Asked.BadRequestException {
        AlertsReader table =
                alerts.orElseThrow(() -> new Asked.BadRequestException("The console was started without a database."));
        Asked asked = exchange.asked();
        AlertsReader.Wanted wanted = new AlertsReader.Wanted(
                asked.text("rule"),
                asked.text("severity"),
                asked.text("device"),
                asked.number("before"),
                asked.within("n", 1, MOST, 100));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("alerts", table.newest(wanted));
        if (wanted.before().isEmpty()) {
            answer.put("rules", table.rules());
            answer.put("minutes", table.minutes());
            answer.put("texts", rules.get());
        }
        exchange.json(answer);
    }
}
