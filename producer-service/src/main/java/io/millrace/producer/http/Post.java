package io.millrace.producer.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits for its records to be durable.
 *
 * @param records values of the records
 * @param key the client's idempotency key
 * @param origin where it came from, for dead letters
 * @param share the room that it takes until then
 * @param outcome completed once, by the source
 */
record Post(
        List<byte[]> records,
        Optional<String> key,
        String origin,
        Room.Share share,
        CompletableFuture<Outcome> outcome) {
    /** What became of it. */
    enum Outcome {
        /** Its records are durable. */
        STORED,
        /** Those of an earlier request with this key and the same records are. */
        STORED_BEFORE,
        /** An earlier request had this key and other records. */
        KEY_IN_USE,
        /** The source stops; the records are not stored. */
        STOPPED,
        /** It was taken back before any of its records was handed out. */
        WITHDRAWN
    }

    Post {
        records = List.copyOf(records);
    }

    /** Tells whether two requests have the same records: 16 hexadecimal digits. */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] value : records) {
                digest.update(value);
                digest.update((byte) '\n');
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
