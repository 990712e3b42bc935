/**
 * Iceberg tables as targets of the projection: opens catalogs, makes tables out of the files' own columns, and adds files
 * and cursor in one snapshot. Knows Iceberg and Hadoop's configuration, and nothing of Kafka or the commit log.
 */
package io.millrace.sink.iceberg;
