package io.millrace.console.alerts;

/**
 * An alert as it is stored.
 *
 * @param id its number in the table, which rises
 * @param time when what it is about happened, milliseconds since 1970
 * @param raisedAt when it was raised, milliseconds since 1970
 * @param severity {@code info}, {@code warning} or {@code critical}
 * @param device what it is about
 * @param topic where the record was read that raised it
 */
public record ShownAlert(
        long id,
        long time,
        long raisedAt,
        String severity,
        String rule,
        String device,
        String message,
        String topic,
        int partition,
        long offset) {}
