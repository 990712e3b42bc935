package io.millrace.sink.commit;

import java.io.IOException;

/**
 * Another topic id stops a partition for good, and any broker may be the one that is asked: one that lags behind the controller says
 * what was before the topic was made. So it is believed only if it is said twice, with a takeover's pause in between.
 */
final class TopicDoubt {
    private boolean doubting;

    /**
     * Kafka has said another id.
     *
     * @return what to throw instead, the first time
     * @throws AnotherTopicException the second time
     */
    IOException about(AnotherTopicException said) {
        if (doubting) {
            throw said;
        }
        doubting = true;
        return new DoubtedAnswerException(said.getMessage());
    }

    /** Kafka has said the id that the log belongs to. */
    void settle() {
        doubting = false;
    }
}
