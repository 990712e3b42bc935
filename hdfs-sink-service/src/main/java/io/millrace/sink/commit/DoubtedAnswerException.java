package io.millrace.sink.commit;

import io.millrace.runtime.retry.Answered;
import io.millrace.stream.SourceFailureException;

/** Kafka has said what would stop the partition for good, and is asked once more before that is believed. */
final class DoubtedAnswerException extends SourceFailureException implements Answered {
    private static final long serialVersionUID = 1L;

    /** @param said what Kafka said */
    DoubtedAnswerException(String said) {
        super("Kafka is asked again: " + said);
    }
}
