/**
 * What is done to stored files after they were committed: old ones expire, small ones become large ones, and missing ones are
 * acknowledged. Each change is a record in
 * the partition's upkeep log first, and is carried out afterwards. Knows files by the store's port only; no Kafka, no Hadoop, no
 * tables.
 */
package io.millrace.sink.upkeep;
