package io.millrace.sink.upkeep;

import io.millrace.sink.commit.CommittedFile;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Says which files are old. */
@FunctionalInterface
public interface ExpiryRule {
    /**
     * True if the file is old.
     *
     * @param committed when its record was written, or one before it that says later
     */
    boolean isOld(Instant committed, CommittedFile file);

    /** Files that were committed before this moment, by their owners' clocks. */
    static ExpiryRule committedBefore(Instant moment) {
        return (committed, file) -> committed.isBefore(moment);
    }

    /**
     * Files of folders whose time has ended by this moment.
     *
     * @param ends the moment at which the time of a file's folder ends; empty for files in folders without one, which stay
     */
    static ExpiryRule folderEndedBy(Instant moment, Function<String, Optional<Instant>> ends) {
        return (committed, file) ->
                ends.apply(file.path()).filter(end -> !end.isAfter(moment)).isPresent();
    }
}
