package io.millrace.sink.iceberg;

import io.millrace.runtime.retry.Causes;
import io.millrace.sink.table.TableRefusedException;
import java.io.IOException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.ValidationException;

/** Sorts what Iceberg throws: what somebody has to change, and what another try may mend. */
final class IcebergFailures {
    private IcebergFailures() {}

    /** @param subject the table, for messages */
    static IOException sorted(String subject, RuntimeException failure) {
        String sentence = subject + ": " + sentence(failure);
        return isRefusal(failure) ? new TableRefusedException(sentence, failure) : new IOException(sentence, failure);
    }

    /** True if somebody else's commit came between, which the next look finds. */
    static boolean isCollision(RuntimeException failure) {
        return failure instanceof CommitFailedException && !Causes.has(failure, IOException.class);
    }

    /** True if the catalog does not take what this process logged in with. */
    static boolean isLogIn(RuntimeException failure) {
        return Causes.has(failure, NotAuthorizedException.class);
    }

    private static boolean isRefusal(RuntimeException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof NotAuthorizedException
                    || at instanceof ForbiddenException
                    || at instanceof BadRequestException
                    || at instanceof NoSuchNamespaceException
                    || at instanceof ValidationException
                    || at instanceof AccessControlException
                    || at instanceof IllegalArgumentException
                    || at instanceof UnsupportedOperationException) {
                return true;
            }
        }
        return false;
    }

    /** The first line of the deepest cause, which says most. */
    private static String sentence(Throwable failure) {
        Throwable deepest = Causes.deepest(failure);
        String text = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return text.lines().findFirst().orElse("");
    }
}
