package io.millrace.sources.database;

import java.util.Map;

/**
 * One row of a table.
 *
 * @param key values of the id columns, as the server writes them
 * @param updated value of the updated-at column, as the server writes it; null if it is NULL or none is asked for
 * @param columns all columns in the table's order, by lower-case name; values are null, Long, BigDecimal, Float, Double,
 *     Boolean, String, byte[], LocalDate, LocalTime, LocalDateTime, Instant, Duration, {@link JsonText} or a List of these
 */
public record Row(Cursor key, String updated, Map<String, Object> columns) {}
