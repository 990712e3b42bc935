package io.millrace.producer.kafka;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records that a broker did not take although their size was right by all that is known: a topic that compresses in
 * another way, one whose settings may not be asked for. They are known again by their content, since what is read after a
 * failure need not come in the same order. Thread-safe.
 */
final class RefusedRecords {
    private final Set<ByteBuffer> digests = ConcurrentHashMap.newKeySet();
    /** Smaller records need not be looked at. */
    private final AtomicInteger smallest = new AtomicInteger(Integer.MAX_VALUE);

    void add(ProducerRecord<byte[], byte[]> record) {
        digests.add(digest(record));
        smallest.accumulateAndGet(length(record.value()), Math::min);
    }

    boolean contains(ProducerRecord<byte[], byte[]> record) {
        return length(record.value()) >= smallest.get() && digests.contains(digest(record));
    }

    /** They have become dead letters. */
    void clear() {
        digests.clear();
        smallest.set(Integer.MAX_VALUE);
    }

    private static ByteBuffer digest(ProducerRecord<byte[], byte[]> record) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length(record.key())));
            update(digest, record.key());
            update(digest, record.value());
            return ByteBuffer.wrap(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, byte[] bytes) {
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
