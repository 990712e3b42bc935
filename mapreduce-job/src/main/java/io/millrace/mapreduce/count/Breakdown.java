package io.millrace.mapreduce.count;

import io.millrace.mapreduce.record.TimeStep;
import java.util.Optional;

/** By what the records of a level are counted further. */
public enum Breakdown {
    /** Not at all. */
    NONE,
    /** The minute in which they were written. */
    MINUTE,
    /** The hour in which they were written. */
    HOUR,
    /** The day on which they were written. */
    DAY,
    /** The file, or the source that the record itself names. */
    SOURCE,
    /** The logger or component that wrote them. */
    LOGGER,
    /** The status of a request. */
    STATUS,
    /** The method of a request. */
    METHOD,
    /** The path of a request, without its query. */
    PATH,
    /** The client of a request. */
    CLIENT,
    /** A field that has a name of its own. */
    FIELD;

    /** How exactly times are told, if it is times by which records are counted. */
    public Optional<TimeStep> time() {
        return switch (this) {
            case MINUTE -> Optional.of(TimeStep.MINUTE);
            case HOUR -> Optional.of(TimeStep.HOUR);
            case DAY -> Optional.of(TimeStep.DAY);
            case NONE, SOURCE, LOGGER, STATUS, METHOD, PATH, CLIENT, FIELD -> Optional.empty();
        };
    }
}
