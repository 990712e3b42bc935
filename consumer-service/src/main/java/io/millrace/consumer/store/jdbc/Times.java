package io.millrace.consumer.store.jdbc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as columns hold them: without a zone, in UTC. A driver that saw a zone would shift them to the machine's. */
final class Times {

    private Times() {}

    static LocalDateTime utc(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
