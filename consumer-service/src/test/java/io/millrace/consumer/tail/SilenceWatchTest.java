package io.millrace.consumer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
    private final List<String> told = new ArrayList<>();
    private long nanos;
    private boolean away;
    private int questions;

    private final SilenceWatch watch = new SilenceWatch(this::ask, new Told(), () -> nanos);

    @Test
    void kafkaIsAskedOnlyWhenNothingCameForAWhile() {
        for (int look = 0; look < 10; look++) {
            pass(1);
            watch.looked(look % 3 == 0);
        }
        assertThat(questions).isZero();
        pass(5);
        watch.looked(false);
        assertThat(questions).isEqualTo(1);
        watch.looked(false);
        assertThat(questions).isEqualTo(1);
    }

    @Test
    void aKafkaThatDoesNotAnswerIsToldAndSoIsItsReturn() {
        away = true;
        pass(5);
        watch.looked(false);
        assertThat(told).containsExactly("gone: no answer");
        away = false;
        pass(5);
        watch.looked(false);
        assertThat(told).containsExactly("gone: no answer", "there");
    }

    private void pass(int seconds) {
        nanos += seconds * 1_000_000_000L;
    }

    private void ask() {
        questions++;
        if (away) {
            throw new TimeoutException("no answer");
        }
    }

    private final class Told implements SilenceWatch.Teller {
        @Override
        public void gone(KafkaException reason) {
            told.add("gone: " + reason.getMessage());
        }

        @Override
        public void there() {
            told.add("there");
        }
    }
}
