/**
 * How a service reaches a database: the options and what they mean, and which failures are waited for. No calls: each service
 * does its own work with it.
 */
package io.millrace.runtime.database;
