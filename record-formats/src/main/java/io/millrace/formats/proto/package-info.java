/**
 * Protobuf messages from bytes into columns by descriptor, without message objects; and as JSON, for files of JSON.
 *
 * <p>May touch {@code value}, what that may touch, and Protobuf.
 */
package io.millrace.formats.proto;
