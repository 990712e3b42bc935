package io.millrace.stream.kafka;

/**
 * How much a consumer asks for at once. A batch of records that is larger comes all the same, alone.
 *
 * @param fetchBytes bytes of one answer of a broker, as Kafka stores them
 * @param partitionBytes bytes of one partition in it
 */
public record FetchLimits(int fetchBytes, int partitionBytes) {
    /** What Kafka's client asks for unless it is told otherwise. */
    public static final FetchLimits OF_THE_CLIENT = new FetchLimits(50 << 20, 1 << 20);
}
