package io.millrace.launcher.demo;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each of many byte strings occurred, known by 64 bits of their SHA-256: enough to tell that two collections hold
 * the same strings equally often, without keeping them. Not thread-safe.
 */
final class Hashes {
    private final Map<Long, Integer> counts = new HashMap<>();
    private final MessageDigest digest;
    private long total;

    Hashes() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(byte[] bytes) {
        counts.merge(ByteBuffer.wrap(digest.digest(bytes)).getLong(), 1, Integer::sum);
        total++;
    }

    /** How many strings were added. */
    long total() {
        return total;
    }

    /** How many of these are not in the other, each occurrence counted. */
    long missingFrom(Hashes other) {
        return counts.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - other.counts.getOrDefault(entry.getKey(), 0)))
                .sum();
    }
}
