/**
 * What a line of an access log says of its request, in the forms that web servers and load balancers write, and single fields of JSON
 * lines. Works on byte arrays, allocates nothing per line; knows neither levels' forms nor Hadoop.
 */
package io.millrace.mapreduce.access;
