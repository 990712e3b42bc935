package io.millrace.sources.tail;

/**
 * What becomes of a line.
 *
 * @param format makes the value
 * @param metadata makes the headers
 */
public record RecordForm(LineFormat format, FileMetadata metadata) {}
