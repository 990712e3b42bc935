/**
 * Pictures of counts. SVG is written as text and needs nothing; PNG needs the JRE's graphics, which some small images of
 * Java lack. Knows neither Hadoop nor logs.
 */
package io.millrace.mapreduce.chart;
