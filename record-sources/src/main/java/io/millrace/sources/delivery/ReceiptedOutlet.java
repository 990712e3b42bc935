package io.millrace.sources.delivery;

/**
 * Takes records of a source that keeps no positions, and says of each when it is durable. Calls may block for as long as the
 * topic cannot take more. For one thread; {@code acknowledged} may run on another.
 */
public interface ReceiptedOutlet {
    /**
     * A record; one that is larger than the topic takes goes to the dead letters.
     *
     * @return false if a stop was asked for before it was accepted
     */
    boolean send(OutRecord record, Runnable acknowledged);

    /**
     * A record that goes to the dead letters, with its key and headers.
     *
     * @param reason one sentence: subject, offending value, rule
     * @return false if a stop was asked for before the letter was accepted
     */
    boolean refuse(OutRecord record, String reason, Runnable acknowledged);

    /**
     * Does nothing while records are taken or Kafka is away.
     *
     * @throws RuntimeException if a record was refused for good
     */
    void requireWorking();
}
