package io.millrace.sink.write;

import java.util.ArrayList;
import java.util.List;

/**
 * When files are finished and batches committed. Each rule is independent of the others; Long.MAX_VALUE turns one off.
 *
 * @param records records in a file
 * @param bytes estimated length of a file
 * @param ageMillis time since the first record after the last commit
 * @param idleMillis time since the last record
 * @param eventTimeBoundary commit when event time enters a later time folder of the layout
 * @param filesPerBatch files in a batch, so that a commit record stays small
 */
public record RollRules(
        long records, long bytes, long ageMillis, long idleMillis, boolean eventTimeBoundary, int filesPerBatch) {

    /** One minute or 128 MiB, whichever comes first. */
    public static final RollRules DEFAULT =
            new RollRules(Long.MAX_VALUE, 128L << 20, 60_000, Long.MAX_VALUE, false, 1_000);

    public RollRules {
        List<String> problems = new ArrayList<>();
        positive("roll records", records, problems);
        positive("roll bytes", bytes, problems);
        positive("roll age in ms", ageMillis, problems);
        positive("roll idle time in ms", idleMillis, problems);
        positive("files per batch", filesPerBatch, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static void positive(String name, long value, List<String> problems) {
        if (value <= 0) {
            problems.add(name + " is " + value + "; it must be at least 1");
        }
    }
}
