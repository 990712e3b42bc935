package io.millrace.console.web;

import io.millrace.console.alerts.AlertsReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Alerts. */
final class AlertAnswers {
    private static final int MOST = 1_000;

    private final Optional<AlertsReader> alerts;

    AlertAnswers(Optional<AlertsReader> alerts) {
        this.alerts = alerts;
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
        exchange.json(Map.of("alerts", table.newest(wanted), "rules", table.rules(), "minutes", table.minutes()));
    }
}
