package io.millrace.record;

/**
 * A header of a record.
 *
 * @param name never null
 * @param value the bytes, not to be changed; null if the header has no value
 */
public record RecordHeader(String name, byte[] value) {}
