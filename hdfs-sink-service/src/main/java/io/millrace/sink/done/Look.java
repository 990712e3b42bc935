package io.millrace.sink.done;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What one step found and did.
 *
 * @param marks that were set
 * @param late records that came into folders that were done
 * @param lateFolder one of these folders; empty if no record was late
 * @param before all folders whose times end by this moment are done; {@link Instant#MIN} if none is
 * @param heldUpBy the partition that is furthest behind
 * @param more true if there is more to read than was read in this step
 */
public record Look(int marks, long late, String lateFolder, Instant before, OptionalInt heldUpBy, boolean more) {
    public Look {
        requireNonNull(lateFolder, "lateFolder");
        requireNonNull(before, "before");
        requireNonNull(heldUpBy, "heldUpBy");
    }
}
