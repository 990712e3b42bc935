package io.millrace.sink.table;

/**
 * A data file for a table.
 *
 * @param path absolute, within the file system of the data root
 * @param length in bytes
 * @param rows how many records it holds
 */
public record TableFile(String path, long length, long rows) {}
