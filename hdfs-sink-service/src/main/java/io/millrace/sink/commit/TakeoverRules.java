package io.millrace.sink.commit;

import java.util.Objects;

/**
 * What the user decided about takeovers.
 *
 * @param firstOffset where a partition begins that was never stored before
 * @param lostOffsets what to do when Kafka deleted records before they were stored
 * @param otherCluster what to do when the log was written on other clusters
 */
public record TakeoverRules(
        Takeover.FirstOffset firstOffset, Takeover.LostOffsets lostOffsets, Takeover.OtherCluster otherCluster) {

    /** All there is, and stop where somebody has to decide. */
    public static final TakeoverRules STANDARD =
            new TakeoverRules(Takeover.FirstOffset.EARLIEST, Takeover.LostOffsets.STOP, Takeover.OtherCluster.STOP);

    public TakeoverRules {
        Objects.requireNonNull(firstOffset, "firstOffset");
        Objects.requireNonNull(lostOffsets, "lostOffsets");
        Objects.requireNonNull(otherCluster, "otherCluster");
    }
}
