package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.launcher.demo.Course.Sight;
import io.millrace.launcher.demo.Course.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration STANDSTILL = Duration.ofSeconds(180);

    private final Course following = new Course(true, LENGTH, STANDSTILL);
    private final Course toTheEnd = new Course(false, LENGTH, STANDSTILL);

    @Test
    void theTimeOfFollowingBeginsWithTheFirstLine() {
        assertThat(following.next(at(0, 0, 0))).isEqualTo(Step.GO_ON);
        assertThat(following.next(at(100, 0, 0))).isEqualTo(Step.GO_ON);
        assertThat(following.next(at(120, 1, 2))).isEqualTo(Step.GO_ON);
        assertThat(following.next(at(134, 9, 9))).isEqualTo(Step.GO_ON);
        assertThat(following.next(at(135, 9, 9))).isEqualTo(Step.STOP_FOLLOWING);
    }

    @Test
    void followingIsStoppedOnce() {
        following.next(at(0, 1, 1));
        assertThat(following.next(at(15, 1, 1))).isEqualTo(Step.STOP_FOLLOWING);
        assertThat(following.next(at(16, 1, 1))).isEqualTo(Step.GO_ON);
    }

    @Test
    void itIsDoneWhenTheSourcesHaveEndedAndAllIsStored() {
        assertThat(toTheEnd.next(new Sight(0, 1, 1, false, true))).isEqualTo(Step.GO_ON);
        assertThat(toTheEnd.next(new Sight(1, 1, 1, true, false))).isEqualTo(Step.GO_ON);
        assertThat(toTheEnd.next(new Sight(2, 1, 1, true, true))).isEqualTo(Step.DONE);
    }

    @Test
    void filesWithAnEndAreNotStopped() {
        toTheEnd.next(at(0, 1, 1));
        assertThat(toTheEnd.next(at(60, 1, 2))).isEqualTo(Step.GO_ON);
    }

    @Test
    void whereNothingMovesForTooLongItIsStuck() {
        toTheEnd.next(at(0, 0, 0));
        assertThat(toTheEnd.next(at(180, 0, 0))).isEqualTo(Step.GO_ON);
        assertThat(toTheEnd.next(at(181, 0, 0))).isEqualTo(Step.STUCK);
    }

    @Test
    void eachMoveBeginsTheWaitAnew() {
        toTheEnd.next(at(0, 0, 0));
        toTheEnd.next(at(179, 1, 1));
        assertThat(toTheEnd.next(at(350, 1, 1))).isEqualTo(Step.GO_ON);
        assertThat(toTheEnd.next(at(360, 1, 1))).isEqualTo(Step.STUCK);
    }

    @Test
    void quietLogsThatAreFollowedAreNotStuck() {
        Course patient = new Course(true, Duration.ofHours(1), STANDSTILL);
        patient.next(at(0, 1, 1));
        assertThat(patient.next(at(1000, 1, 1))).isEqualTo(Step.GO_ON);
        assertThat(patient.next(at(3600, 1, 1))).isEqualTo(Step.STOP_FOLLOWING);
        assertThat(patient.next(at(3781, 1, 1))).isEqualTo(Step.STUCK);
    }

    @Test
    void theClockMayBeginAnywhere() {
        long start = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
        following.next(new Sight(start, 1, 1, false, false));
        assertThat(following.next(new Sight(start + Duration.ofSeconds(14).toNanos(), 1, 1, false, false)))
                .isEqualTo(Step.GO_ON);
        assertThat(following.next(new Sight(start + Duration.ofSeconds(15).toNanos(), 1, 1, false, false)))
                .isEqualTo(Step.STOP_FOLLOWING);
    }

    private static Sight at(long seconds, long logs, long moved) {
        return new Sight(Duration.ofSeconds(seconds).toNanos(), logs, moved, false, false);
    }
}
