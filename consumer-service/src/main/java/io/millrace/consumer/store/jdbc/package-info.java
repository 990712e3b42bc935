/**
 * The store in a database: MySQL, MariaDB or H2, reached by JDBC.
 *
 * <p>The schema lives in the resources under {@code db/migration} and is brought up to date at the start. Only this
 * package imports JDBC, the connection pool and Flyway. Every value goes through a prepared statement.
 */
package io.millrace.consumer.store.jdbc;
