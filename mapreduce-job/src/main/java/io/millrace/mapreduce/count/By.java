package io.millrace.mapreduce.count;

import static java.util.Objects.requireNonNull;

import io.millrace.mapreduce.access.AccessForm;
import io.millrace.mapreduce.access.FieldFinder;
import io.millrace.mapreduce.access.Part;
import io.millrace.mapreduce.record.TimeStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * By what the records of a level are counted further.
 *
 * @param kind what it is
 * @param name its name: the kind's in small letters, or that of the field
 */
public record By(Breakdown kind, String name) {
    /** Not at all. */
    public static final By NONE = of(Breakdown.NONE);

    public By {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }

    /** One that needs no other name. */
    public static By of(Breakdown kind) {
        return new By(kind, kind.name().toLowerCase(Locale.ROOT));
    }

    /** What a user wrote: one of the kinds' names, or else the name of a field. */
    public static By parse(String text) {
        String stripped = text.strip();
        for (Breakdown kind : Breakdown.values()) {
            if (kind != Breakdown.FIELD && kind.name().equalsIgnoreCase(stripped)) {
                return of(kind);
            }
        }
        if (stripped.isEmpty() || stripped.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("--by is '" + text
                    + "', must be none, minute, hour, day, source, logger, status, method, path, client or the"
                    + " name of a field");
        }
        return new By(Breakdown.FIELD, stripped);
    }

    /** Whether there is any. */
    public boolean isAny() {
        return kind != Breakdown.NONE;
    }

    /** How exactly times are told, if it is times by which records are counted. */
    public Optional<TimeStep> time() {
        return kind.time();
    }

    /** What finds the label in a record's own text, if it is a field. */
    Optional<FieldFinder> finder(AccessForm form) {
        return kind == Breakdown.FIELD
                ? Optional.of(FieldFinder.of(name, form))
                : part().map(part -> FieldFinder.of(part, form));
    }

    /** Names of the columns that hold the label, if it is a field. */
    public List<String> columns() {
        return kind == Breakdown.FIELD ? List.of(name) : part().map(Part::names).orElse(List.of());
    }

    private Optional<Part> part() {
        return switch (kind) {
            case STATUS -> Optional.of(Part.STATUS);
            case METHOD -> Optional.of(Part.METHOD);
            case PATH -> Optional.of(Part.PATH);
            case CLIENT -> Optional.of(Part.CLIENT);
            case NONE, MINUTE, HOUR, DAY, SOURCE, LOGGER, FIELD -> Optional.empty();
        };
    }
}
