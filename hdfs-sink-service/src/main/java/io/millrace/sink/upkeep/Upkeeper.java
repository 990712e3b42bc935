package io.millrace.sink.upkeep;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * Who changes what is stored.
 *
 * @param by name of a person or a job, for whoever asks later
 * @param reason in words
 * @param ids names that were never used before, one for each record
 */
public record Upkeeper(String by, String reason, Supplier<String> ids) {
    public Upkeeper {
        requireNonNull(by, "by");
        requireNonNull(reason, "reason");
        requireNonNull(ids, "ids");
    }
}
