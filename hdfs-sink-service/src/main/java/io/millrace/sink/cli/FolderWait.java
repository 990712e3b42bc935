package io.millrace.sink.cli;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.runtime.cli.TimeSpan;
import io.millrace.sink.commit.DoneLog;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.stream.Clock;
import io.millrace.stream.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits until a topic's folders before a time are done. Used once. */
final class FolderWait {
    /** Between two lines of what is waited for. */
    private static final Duration TELL = Duration.ofMinutes(1);
    /** How long the first look may take at least, whatever the timeout. */
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    private final Wanted wanted;
    private final ShutdownSignal stop;
    private final Clock clock;
    private final Executor callers;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final long begun;
    private long told;
    private Optional<DoneRecord> done = Optional.empty();
    private boolean looked;
    private String away = "";

    /**
     * What is waited for.
     *
     * @param time folders with records before it are
     * @param timeout how long at most; empty for ever
     * @param pause between two looks
     * @param out takes lines for people
     */
    record Wanted(String topic, Instant time, Optional<Duration> timeout, Duration pause, Consumer<String> out) {
        Wanted {
            requireNonNull(topic, "topic");
            requireNonNull(time, "time");
            requireNonNull(timeout, "timeout");
            requireNonNull(pause, "pause");
            requireNonNull(out, "out");
        }
    }

    /** @param callers make the calls that may hang */
    FolderWait(Wanted wanted, ShutdownSignal stop, Clock clock, Executor callers) {
        this.wanted = wanted;
        this.stop = stop;
        this.clock = clock;
        this.callers = callers;
        this.begun = clock.monotonicMillis();
        this.told = begun;
    }

    private record First(DoneLog log, Optional<DoneRecord> done) {}

    /**
     * Waits. The first look may fail: the address may be wrong. Later ones are tried again, unless
     * HDFS refuses them for good.
     *
     * @param opener finds what is decided
     * @return false at the timeout
     * @throws ServiceException if the stop was asked for
     */
    boolean await(Callable<DoneLog> opener) throws IOException, InterruptedException {
        stop.onRequest(() -> stopped.complete(null));
        DoneLog log = firstLook(opener);
        CompletableFuture<Optional<DoneRecord>> look = CompletableFuture.completedFuture(done);
        while (done.isEmpty() || done.get().before().isBefore(wanted.time())) {
            if (left() <= 0) {
                wanted.out()
                        .accept("Not done within "
                                + new TimeSpan(wanted.timeout().orElseThrow()) + ": " + state());
                return false;
            }
            tell();
            if (look.isDone()) {
                stop.await(Duration.ofMillis(Math.min(wanted.pause().toMillis(), left())));
                look = ask(log::lastMarked);
            }
            take(look);
            checkStop();
        }
        wanted.out()
                .accept("Done: folders of topic " + wanted.topic() + " up to "
                        + done.get().before() + ".");
        return true;
    }

    private DoneLog firstLook(Callable<DoneLog> opener) throws IOException, InterruptedException {
        CompletableFuture<First> first = ask(() -> {
            DoneLog log = opener.call();
            return new First(log, log.lastMarked());
        });
        Duration longest = wanted.timeout()
                .filter(given -> given.compareTo(FIRST_LOOK) > 0)
                .orElse(FIRST_LOOK);
        boolean answered = isAnswered(first, longest.toMillis());
        checkStop();
        if (!answered) {
            throw new IOException("HDFS has not answered within " + new TimeSpan(longest));
        }
        First found = answer(first);
        done = found.done();
        looked = true;
        return found.log();
    }

    private void take(CompletableFuture<Optional<DoneRecord>> look) throws IOException, InterruptedException {
        if (!isAnswered(look, Math.min(TELL.toMillis(), left()))) {
            away = "; HDFS does not answer now";
            return;
        }
        checkStop();
        try {
            done = answer(look);
            away = "";
        } catch (IOException e) {
            if (RefusedException.isLasting(e)) {
                throw e;
            }
            away = "; HDFS does not say more now: " + e.getMessage();
        }
    }

    private void tell() {
        long now = clock.monotonicMillis();
        if (now - told >= TELL.toMillis()) {
            told = now;
            wanted.out().accept("Waiting since " + (now - begun) / 1000 + " s: " + state());
        }
    }

    private void checkStop() {
        if (stop.isRequested()) {
            throw new ServiceException("stopped before it was done: " + state());
        }
    }

    private long left() {
        return wanted.timeout()
                .map(longest -> longest.toMillis() - (clock.monotonicMillis() - begun))
                .orElse(Long.MAX_VALUE);
    }

    private <T> CompletableFuture<T> ask(Callable<T> look) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        callers.execute(() -> {
            try {
                answer.complete(look.call());
            } catch (Exception | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Waits for the answer or for the stop; false if neither has come. */
    private boolean isAnswered(CompletableFuture<?> answer, long millis) throws InterruptedException {
        try {
            CompletableFuture.anyOf(answer, stopped).get(Math.max(0, millis), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException none) {
            return false;
        }
    }

    private static <T> T answer(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException sentence) {
                throw sentence;
            }
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    private String state() {
        String begin = "folders of topic " + wanted.topic() + " up to " + wanted.time() + " are waited for, ";
        if (!looked) {
            return begin + "and HDFS has not answered yet";
        }
        if (done.isEmpty()) {
            return begin + "and no sink has looked yet which are done: run it with --done-marks" + away;
        }
        String far = done.get().before().equals(Instant.MIN)
                ? "none are done"
                : "they are done up to " + done.get().before();
        return begin + far + lastPartition(done.get()) + away;
    }

    /** A guess for people: where Kafka says that a partition is idle, it holds nothing up. */
    private static String lastPartition(DoneRecord done) {
        return done.partitions().entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().latest().orElse(Long.MIN_VALUE)))
                .map(FolderWait::position)
                .orElse("");
    }

    private static String position(Map.Entry<Integer, DoneRecord.Position> entry) {
        return "; partition " + entry.getKey() + " is the furthest behind, "
                + (entry.getValue().latest().isPresent()
                        ? "stored up to event time "
                                + Instant.ofEpochMilli(entry.getValue().latest().getAsLong())
                        : "without a record");
    }
}
