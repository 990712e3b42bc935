package io.millrace.console.web;

import io.millrace.console.alerts.AlertsReader;
import io.millrace.console.kafka.MessageSearch;
import io.millrace.console.kafka.TopicLook;
import io.millrace.console.landed.Landing;
import io.millrace.console.live.LiveView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the page asks for, by the path behind {@code /api/}.
 *
 * @param landed empty without HDFS
 * @param alerts empty without a database
 * @param rules what the rules of alerts say, by their names
 */
public record Api(
        LiveView live,
        TopicLook topics,
        MessageSearch search,
        Optional<Landing> landed,
        Optional<AlertsReader> alerts,
        Supplier<Map<String, String>> rules) {

    Map<String, Answering> answers() {
        Map<String, Answering> answers = new LinkedHashMap<>();
        answers.putAll(new LiveAnswers(live).all());
        answers.putAll(new TopicAnswers(topics, search).all());
        answers.putAll(new LandedAnswers(landed).all());
        answers.putAll(new AlertAnswers(alerts, rules).all());
        answers.putAll(new LetterAnswers(live, topics, search).all());
        answers.putAll(new RecordAnswers(topics, search, landed, alerts).all());
        return Map.copyOf(answers);
    }
}
