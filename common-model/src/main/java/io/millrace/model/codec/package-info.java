/**
 * Records as bytes: JSON by Jackson's streaming parser, Protobuf by generated messages. No Kafka, no Hadoop.
 *
 * <p>Decoding trusts nothing: whatever the bytes are, the result is a record or a
 * {@link io.millrace.model.codec.DecodeException} with one sentence.
 */
package io.millrace.model.codec;
