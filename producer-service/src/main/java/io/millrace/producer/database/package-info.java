/**
 * Database tables as source and as target: rows by increasing id or by time of change, and simulated weather into a
 * table. {@link io.millrace.producer.database.TableReader} is the port; classes named Jdbc* touch JDBC, the others do not.
 */
package io.millrace.producer.database;
