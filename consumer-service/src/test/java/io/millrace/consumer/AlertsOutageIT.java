package io.millrace.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.stack.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that go away under the whole service, and what it tells about itself meanwhile. */
class AlertsOutageIT extends AlertsScenario {

    @Test
    void metricsMoveWithWhatHappensAndHealthTellsWhatIsAway() throws Exception {
        cluster.makeTopic("seen", 2);
        Path rules = folder.resolve("seen.yaml");
        Files.writeString(rules, """
                rules:
                  - {name: hot, condition: reading.value > 30}
                  - {name: fails, condition: "10 / int(reading.value) > 100"}
                  - {name: window, window: 10s, lateness: 0s, condition: window.count > 100}
                """);
        int port = FreePorts.any();
        try (RunningService service = alerts("seen", "--topics=seen", "--rules=" + rules, "--http-port=" + port)) {
            await().atMost(SOON)
                    .ignoreExceptions()
                    .until(() -> Scrape.get(port, "/health").statusCode() == 200
                            && Scrape.metrics(port).value("millrace_lag", "topic=\"seen\"", "partition=\"1\"") == 0);
            Scrape first = Scrape.metrics(port);
            for (String name : List.of(
                    "millrace_consumer_records_total",
                    "millrace_consumer_dead_letters_total",
                    "millrace_consumer_records_missed_total",
                    "millrace_consumer_outbox_published_total",
                    "millrace_consumer_rules_reload_failures_total",
                    "millrace_consumer_evaluation_seconds_count",
                    "millrace_consumer_store_seconds_count",
                    "millrace_consumer_alert_latency_seconds_count")) {
                assertThat(first.value(name)).as(name).isZero();
            }
            // There before the first alert, so that the first one shows as a step.
            assertThat(first.value("millrace_consumer_alerts_total", "rule=\"hot\""))
                    .isZero();
            assertThat(first.value("millrace_consumer_rule_errors_total", "rule=\"fails\""))
                    .isZero();
            assertThat(first.value("millrace_consumer_window_late_total", "rule=\"window\""))
                    .isZero();

            cluster.send("seen", 0, "d", reading("d", 31, 100));
            cluster.send("seen", 0, "d", reading("d", 32, 5));
            cluster.send("seen", 0, "d", reading("d", 0, 101));
            cluster.send("seen", 1, "d", "no reading");
            cluster.producer().flush();
            await().atMost(SOON)
                    .until(() -> Scrape.metrics(port).value("millrace_consumer_outbox_published_total") == 3);
            Scrape second = Scrape.metrics(port);
            assertThat(second.value("millrace_consumer_records_total")).isEqualTo(4);
            assertThat(second.value("millrace_consumer_dead_letters_total")).isEqualTo(1);
            assertThat(second.value("millrace_consumer_alerts_total", "rule=\"hot\""))
                    .isEqualTo(2);
            assertThat(second.value("millrace_consumer_rule_errors_total", "rule=\"fails\""))
                    .isEqualTo(1);
            assertThat(second.value("millrace_consumer_window_late_total", "rule=\"window\""))
                    .isEqualTo(1);
            assertThat(second.value("millrace_consumer_alert_latency_seconds_count"))
                    .isEqualTo(2);
            // Two alerts, both within the minute that the histogram reaches to.
            assertThat(second.value("millrace_consumer_alert_latency_seconds_bucket", "le=\"+Inf\""))
                    .isEqualTo(2);
            assertThat(second.value("millrace_consumer_store_seconds", "quantile=\"0.99\""))
                    .isPositive();
            assertThat(second.value("millrace_consumer_evaluation_seconds_count"))
                    .isPositive();
            assertThat(second.value("millrace_consumer_store_seconds_sum")).isPositive();

            cluster.database().stop();
            try {
                for (int i = 0; i < 6; i++) {
                    cluster.send("seen", i % 2, "d", reading("d", 33, 110 + i));
                }
                cluster.producer().flush();
                await().atMost(SOON).until(() -> Scrape.get(port, "/health").statusCode() == 503);
                assertThat(Scrape.get(port, "/health").body()).contains("\"the database\"");
                assertThat(Scrape.get(port, "/live").statusCode()).isEqualTo(200);
                // Nothing is stored, so everything is still to come, whatever has been read.
                await().atMost(SOON)
                        .until(() -> Scrape.metrics(port).value("millrace_lag", "partition=\"0\"") == 3
                                && Scrape.metrics(port).value("millrace_lag", "partition=\"1\"") == 3);
            } finally {
                cluster.database().start();
            }
            await().atMost(SOON)
                    .until(() -> Scrape.get(port, "/health").statusCode() == 200
                            && Scrape.metrics(port).value("millrace_lag", "partition=\"0\"") == 0
                            && Scrape.metrics(port).value("millrace_consumer_alerts_total", "rule=\"hot\"") == 8);
            assertThat(service.stop()).isZero();
        }
    }

    @Test
    void aDatabaseAndABrokerThatGoAwayAreWaitedForAndNothingIsLostOrDoubled() throws Exception {
        cluster.makeTopic("outage", 2);
        try (RunningService service = alerts("outage", "--topics=outage", "--http-port=0")) {
            cluster.send("outage", 0, "d", reading("d", 31, 1));
            awaitCommitted("outage", "outage", 1);

            cluster.database().stop();
            try {
                for (int i = 0; i < 20; i++) {
                    cluster.send("outage", i % 2, "d", reading("d", 31, i));
                }
                cluster.producer().flush();
                cluster.kafka().stop();
                cluster.kafka().start();
            } finally {
                cluster.database().start();
            }
            cluster.send("outage", 1, "d", reading("d", 31, 30));
            cluster.producer().flush();
            awaitCommitted("outage", "outage", 22);
            assertThat(service.stop()).isZero();
        }

        assertThat(alertsOf("outage")).isEqualTo(22);
        assertThat(cluster.readAll("outage-alerts")).hasSize(22);
    }

    @Test
    void aServiceThatStartsBeforeItsServersWaitsForThem() throws Exception {
        cluster.makeTopic("early", 1);
        cluster.send("early", 0, "d", reading("d", 31, 1));
        cluster.producer().flush();
        int port = FreePorts.any();
        cluster.database().stop();
        cluster.kafka().stop();
        RunningService service;
        try {
            try {
                service = alerts("early", "--topics=early", "--http-port=" + port);
                await().atMost(SOON)
                        .ignoreExceptions()
                        .until(() -> Scrape.get(port, "/health").body().contains("Kafka at "));
            } finally {
                cluster.kafka().start();
            }
            await().atMost(SOON)
                    .until(() -> Scrape.get(port, "/health").body().contains("\"problems\":{\"the database\""));
        } finally {
            cluster.database().start();
        }
        try (service) {
            awaitCommitted("early", "early", 1);
            assertThat(Scrape.get(port, "/health").statusCode()).isEqualTo(200);
        }
        assertThat(alertsOf("early")).isEqualTo(1);
    }
}
