package io.millrace.sources.database;

/**
 * Ids from {@code first} to {@code last}, both included, that were missing when a greater one was seen.
 *
 * @param seenMillis when that was, milliseconds since 1970
 */
public record IdRange(long first, long last, long seenMillis) {}
