package io.millrace.model.codec;

/**
 * Turns records of one kind into bytes and back. Implementations are immutable and thread-safe.
 *
 * @param <T> the kind of record
 */
public interface Codec<T> {
    /** The record as bytes. */
    byte[] encode(T value);

    /**
     * The record that the bytes hold.
     *
     * @throws DecodeException if they hold none; never another exception, whatever the bytes are
     */
    T decode(byte[] bytes) throws DecodeException;
}
