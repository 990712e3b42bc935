package io.millrace.producer.database;

import java.time.LocalDateTime;
import java.util.Map;

/**
 * One row of a table.
 *
 * @param id value of the id column
 * @param updated value of the updated-at column; null if none is asked for
 * @param columns all columns in the table's order, by lower-case name; values are null, Long, BigDecimal, Double,
 *     Boolean, String, byte[], LocalDate, LocalTime, LocalDateTime or Instant
 */
public record Row(long id, LocalDateTime updated, Map<String, Object> columns) {}
