package io.millrace.sink.audit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * What was stored, is not there any more, and is not missed, as the upkeep logs say.
 *
 * @param expiredFiles files that were old
 * @param expiredRows records in them
 * @param acknowledgedFiles files that somebody took away
 * @param acknowledgedRows records in them
 * @param waitingFiles expired files that are not deleted yet, and so are there
 * @param acknowledgements who said so, when and why, a line each
 */
public record LetGoAudit(
        long expiredFiles,
        long expiredRows,
        long acknowledgedFiles,
        long acknowledgedRows,
        long waitingFiles,
        List<String> acknowledgements) {
    /** Nothing. */
    public static final LetGoAudit NONE = new LetGoAudit(0, 0, 0, 0, 0, List.of());

    public LetGoAudit {
        acknowledgements = List.copyOf(requireNonNull(acknowledgements, "acknowledgements"));
    }

    /** Files of both kinds. */
    public long files() {
        return expiredFiles + acknowledgedFiles;
    }

    /** Records in files of both kinds. */
    public long rows() {
        return expiredRows + acknowledgedRows;
    }

    /** Both together. */
    LetGoAudit plus(LetGoAudit other) {
        List<String> all = new ArrayList<>(acknowledgements);
        other.acknowledgements.stream().filter(line -> !all.contains(line)).forEach(all::add);
        return new LetGoAudit(
                expiredFiles + other.expiredFiles,
                expiredRows + other.expiredRows,
                acknowledgedFiles + other.acknowledgedFiles,
                acknowledgedRows + other.acknowledgedRows,
                waitingFiles + other.waitingFiles,
                all);
    }
}
