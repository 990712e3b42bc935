package io.millrace.producer.delivery;

/**
 * One record for the topic.
 *
 * @param partition partition to write to, or {@link #ANY_PARTITION} to let the key (or chance, without one) decide
 * @param key record key, or null for none
 * @param value record value; the array is handed over and must not be changed afterwards
 * @param piece 0 for a whole record; k = 1, 2, ... for the k-th piece of a record that was too long for one
 */
public record OutRecord(int partition, byte[] key, byte[] value, int piece) {
    /** See {@code partition}. */
    public static final int ANY_PARTITION = -1;

    /** A whole record in the partition that its key decides. */
    public static OutRecord keyed(byte[] key, byte[] value) {
        return new OutRecord(ANY_PARTITION, key, value, 0);
    }
}
