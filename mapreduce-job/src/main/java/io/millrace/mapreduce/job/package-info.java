/**
 * The commands of the job jar and the map and reduce tasks behind them: the only place that knows Hadoop's job API.
 */
package io.millrace.mapreduce.job;
