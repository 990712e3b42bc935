/** How a service reaches a database: the options and what they mean. No JDBC: each service does its own work with it. */
package io.millrace.runtime.database;
