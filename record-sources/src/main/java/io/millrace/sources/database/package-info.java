/**
 * Database tables as source and as target: rows by increasing id or by time of change, and simulated weather into a
 * table. {@link io.millrace.sources.database.TableReader} is the port; behind it, JDBC is touched by classes named Jdbc*, by
 * the dialects and by TableSql, elsewhere by WeatherTable only.
 */
package io.millrace.sources.database;
