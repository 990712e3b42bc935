/**
 * Proves from what lies on HDFS that every offset is accounted for once: the commit logs have no gap and no overlap, and
 * the data folders hold exactly the files that the logs name, unaltered. Reads only; works beside a running sink.
 */
package io.millrace.sink.audit;
