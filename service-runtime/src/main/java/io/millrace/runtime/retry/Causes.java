package io.millrace.runtime.retry;

import java.util.Optional;
import java.util.function.Predicate;

/** What stands behind a failure: clients wrap what went wrong, more than once and each in another way. */
public final class Causes {
    private Causes() {}

    /** The outermost of the failure and its causes that is one of these; empty if none is. */
    public static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
        Throwable at = failure;
        while (at != null) {
            if (wanted.test(at)) {
                return Optional.of(at);
            }
            at = at.getCause() == at ? null : at.getCause();
        }
        return Optional.empty();
    }

    /** True if the failure or one of its causes is of this kind. */
    public static boolean has(Throwable failure, Class<?> kind) {
        return find(failure, kind::isInstance).isPresent();
    }

    /** The cause behind all others; the failure itself if it has none. */
    public static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
