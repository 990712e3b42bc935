package io.millrace.sources.database;

/**
 * One column of a table, as the database describes it.
 *
 * @param name lower case
 * @param type the database's own name of its type, lower case, for instance {@code int unsigned} or {@code timestamptz}
 * @param jdbcType one of {@link java.sql.Types}
 * @param precision digits or length; what it counts depends on the type
 * @param scale digits behind the point; for times, of the second's fraction
 * @param nullable false if it is sure never to be NULL
 */
public record Column(String name, String type, int jdbcType, int precision, int scale, boolean nullable) {}
