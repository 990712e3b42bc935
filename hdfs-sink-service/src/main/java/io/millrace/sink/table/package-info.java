/**
 * Tables as projections of the commit log: what the log says of committed files is applied to a table in the log's order,
 * as late as one likes, again and again with the same result. How far a table has come stands in the table itself and
 * moves in the same step as its files, so that a crash, a lost answer or a second projector changes nothing.
 *
 * <p>Knows the log and {@link io.millrace.sink.table.TargetTable}, a port; no Hadoop and no table format.
 */
package io.millrace.sink.table;
