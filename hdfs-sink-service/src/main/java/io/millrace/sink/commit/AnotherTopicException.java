package io.millrace.sink.commit;

import io.millrace.stream.StoppedException;

/** Kafka says that the topic has another id than the one that the log belongs to. */
final class AnotherTopicException extends StoppedException {
    private static final long serialVersionUID = 1L;

    AnotherTopicException(String message) {
        super(message);
    }
}
