package io.millrace.consumer.engine;

import io.millrace.record.PartitionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Makes the ids of alerts from what they are about. Not thread-safe. */
final class AlertIds {

    private static final int VERSION_8 = 0x8000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final MessageDigest digest;
    private final byte[] place;

    /**
     * Ids for one partition.
     *
     * @param topicId the topic's own id, so that a topic made again under the same name gives other ids
     */
    AlertIds(String topicId, PartitionId partition) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
        this.place = (topicId + "/" + partition.partition()).getBytes(StandardCharsets.UTF_8);
    }

    /** The alert that a rule raises for one record. */
    UUID forRecord(String rule, long offset) {
        return of("record", rule, "", offset);
    }

    /** The alert that a rule raises for one key and one stretch of event time. */
    UUID forTime(String rule, String key, long millis) {
        return of("time", rule, key, millis);
    }

    private UUID of(String what, String rule, String key, long number) {
        digest.reset();
        digest.update(place);
        part(what);
        part(rule);
        part(key);
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long most = hash.getLong() & ~0xF000L | VERSION_8;
        long least = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | VARIANT;
        return new UUID(most, least);
    }

    /** The zero byte keeps "a" + "bc" apart from "ab" + "c". */
    private void part(String text) {
        digest.update((byte) 0);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
