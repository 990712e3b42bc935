package io.millrace.sources.tail;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short stretch of a file's content, by length and hash.
 *
 * @param length bytes that were hashed, at most {@link #MAX_LENGTH}
 * @param hash first 16 hexadecimal digits of their SHA-256
 */
record Fingerprint(int length, String hash) {
    /** Long enough that two logs with equal banners still differ by the times of their first lines. */
    static final int MAX_LENGTH = 1024;

    /** Of no content at all. */
    static final Fingerprint EMPTY = of(new byte[0], 0, 0);

    /** Of content that was not looked at; equal to none other. */
    static final Fingerprint UNKNOWN = new Fingerprint(-1, "");

    static Fingerprint of(byte[] bytes, int from, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, from, length);
            return new Fingerprint(length, HexFormat.of().formatHex(digest.digest(), 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** True if the bytes are NUL only. */
    boolean isOfNul() {
        return length > 0 && equals(of(new byte[length], 0, length));
    }

    /** True if bytes that agree with these may be of any file: NUL, or none. */
    boolean tellsNothing() {
        return length <= 0 || isOfNul();
    }

    boolean isFull() {
        return length == MAX_LENGTH;
    }
}
