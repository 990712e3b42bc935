package io.millrace.sink.port;

/**
 * A file or folder.
 *
 * @param name the last part of its path
 * @param folder true for a folder
 * @param length in bytes; 0 for a folder
 */
public record FileInfo(String name, boolean folder, long length) {}
