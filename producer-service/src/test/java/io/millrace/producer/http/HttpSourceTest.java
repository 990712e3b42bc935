package io.millrace.producer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.CommitRule;
import io.millrace.sources.delivery.DeliveryException;
import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.TransactionalPump;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSourceTest {
    /** More than any of these tests needs: what is lost must fail them, not stop them. */
    private static final int MOST_TRANSACTIONS = 20;

    private final MemoryLog log = new MemoryLog();
    private final SteppedClock clock = new SteppedClock();
    private final Room room = new Room(100);
    private HttpSource source = source();

    @ParameterizedTest
    @EnumSource(MemoryLog.Failure.class)
    void storesEachRequestOnceWhateverACommitThatFailedHasDone(MemoryLog.Failure failure) throws Exception {
        Post one = post(null, "a", "b");
        Post two = post("key", "c");
        offer(one, two);
        log.failNextCommit(failure);
        runUntil(() -> isAnswered(one, two));

        assertThat(log.lines()).containsExactly("a", "b", "c");
        assertThat(outcome(one)).isEqualTo(Post.Outcome.STORED);
        assertThat(outcome(two)).isEqualTo(Post.Outcome.STORED);
    }

    @ParameterizedTest
    @EnumSource(MemoryLog.Failure.class)
    void storesAKeyOnceAlsoWhenItComesTwiceAtOnceAndAfterARestart(MemoryLog.Failure failure) throws Exception {
        Post first = post("key", "a");
        Post twin = post("key", "a");
        Post other = post("key", "something else");
        offer(first, twin, other);
        log.failNextCommit(failure);
        runUntil(() -> isAnswered(first, twin, other));
        source.close();
        source = source();
        Post late = post("key", "a");
        Post wrong = post("key", "b");
        offer(late, wrong);
        runUntil(() -> isAnswered(late, wrong));

        assertThat(log.lines()).containsExactly("a");
        assertThat(Stream.of(first, twin, other, late, wrong).map(HttpSourceTest::outcome))
                .containsExactly(
                        Post.Outcome.STORED,
                        Post.Outcome.STORED_BEFORE,
                        Post.Outcome.KEY_IN_USE,
                        Post.Outcome.STORED_BEFORE,
                        Post.Outcome.KEY_IN_USE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void handsOutAgainWhatATransactionThatBrokeOffHadTakenOrHadNot(int brokenRecord) throws Exception {
        Post before = post(null, "before");
        offer(before);
        runUntil(() -> isAnswered(before));
        Post one = post("one", "a", "b");
        Post two = post("two", "c", "d");
        Post three = post("two", "c", "d");
        Post four = post(null, "e");
        offer(one, two, three, four);
        log.failAtRecord(brokenRecord);
        runUntil(() -> isAnswered(one, two, three, four));

        assertThat(log.lines()).containsExactly("before", "a", "b", "c", "d", "e");
        assertThat(Stream.of(one, two, three, four).map(HttpSourceTest::outcome))
                .containsExactly(
                        Post.Outcome.STORED, Post.Outcome.STORED, Post.Outcome.STORED_BEFORE, Post.Outcome.STORED);
        // Nothing of them takes room any more.
        Room.Share all = room.share();
        assertThat(all.take(50)).isTrue();
        assertThat(all.take(50)).isTrue();
    }

    @Test
    void forgetsKeysAfterTheirTime() throws Exception {
        Post first = post("key", "a");
        offer(first);
        runUntil(() -> isAnswered(first));
        assertThat(log.positions()).containsKey("key/key");
        clock.now = clock.now.plus(Duration.ofHours(25));
        Post other = post("other", "b");
        offer(other);
        runUntil(() -> isAnswered(other));
        assertThat(log.positions()).containsOnlyKeys("key/other", "number");
        Post again = post("key", "a");
        offer(again);
        runUntil(() -> isAnswered(again));
        assertThat(log.lines()).containsExactly("a", "b", "a");
    }

    @Test
    void keepsNoMoreKeysThanItMay() throws Exception {
        source = new HttpSource(Duration.ofHours(24), 2, clock);
        for (String key : List.of("1", "2", "3", "4")) {
            clock.now = clock.now.plusSeconds(1);
            Post post = post(key, key);
            offer(post);
            runUntil(() -> isAnswered(post));
        }
        Post last = post(null, "last");
        offer(last);
        runUntil(() -> isAnswered(last));
        assertThat(log.positions()).containsOnlyKeys("key/3", "key/4", "number");
    }

    @Test
    void answersNobodyBeforeTheCommitAndTellsThoseWhoWaitWhenItStops() throws Exception {
        Post post = post(null, "a");
        offer(post);
        source.restore(log.takeOver());
        source.read(log.outlet());
        source.changedPositions();
        assertThat(post.outcome()).isNotDone();
        assertThat(source.uncommitted()).startsWith("clients whose requests are not in Kafka");
        source.close();
        assertThat(outcome(post)).isEqualTo(Post.Outcome.STOPPED);
        assertThat(source.offer(post(null, "b"))).isFalse();
    }

    private HttpSource source() {
        return new HttpSource(Duration.ofHours(24), clock);
    }

    private void offer(Post... posts) {
        for (Post post : posts) {
            assertThat(source.offer(post)).isTrue();
        }
    }

    private void runUntil(BooleanSupplier done) throws Exception {
        int[] asked = {0};
        TransactionalPump.Waiting waiting = new TransactionalPump.Waiting() {
            @Override
            public void failed(DeliveryException.Unavailable failure) {}

            @Override
            public void healed() {}
        };
        new TransactionalPump(source, log, new CommitRule(1000, Duration.ofSeconds(1)), () -> 0, waiting)
                .run(() -> done.getAsBoolean() || asked[0]++ == MOST_TRANSACTIONS);
    }

    private static boolean isAnswered(Post... posts) {
        return Stream.of(posts).allMatch(post -> post.outcome().isDone());
    }

    private static Post.Outcome outcome(Post post) {
        return post.outcome().getNow(null);
    }

    private Post post(String key, String... lines) {
        List<byte[]> records = Stream.of(lines)
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        Room.Share share = room.share();
        assertThat(share.take(lines.length)).isTrue();
        return new Post(records, Optional.ofNullable(key), "http:test", share, new CompletableFuture<>());
    }

    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
