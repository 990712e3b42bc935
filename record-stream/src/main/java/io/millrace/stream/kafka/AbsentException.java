package io.millrace.stream.kafka;

import io.millrace.runtime.retry.Answered;
import java.io.IOException;

/** Kafka is there and says that something is not. */
public final class AbsentException extends IOException implements Answered {
    private static final long serialVersionUID = 1L;

    /** @param what for instance {@code topic logs} */
    AbsentException(String what) {
        super(what + " does not exist");
    }
}
