package io.millrace.sink.done;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.retry.Answered;
import io.millrace.runtime.retry.Explained;
import io.millrace.runtime.retry.Outage;
import io.millrace.stream.StoppedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Keeps the marks of topics up to date until a stop is asked for. What fails is tried again at the next look. */
public final class MarkFollower {
    private final Topics topics;
    private final Function<String, Outage> outages;
    private final ShutdownSignal stop;
    private final MarkEvents events;
    private final Map<String, Instant> before = new TreeMap<>();

    /** Which topics there are. */
    @FunctionalInterface
    public interface Topics {
        /** The markers of those that are stored now, the same one for a topic each time. */
        Map<String, Marker> markers() throws IOException;
    }

    /** @param outages of each topic, the same one each time; also that of the search for topics, by an empty name */
    public MarkFollower(Topics topics, Function<String, Outage> outages, ShutdownSignal stop, MarkEvents events) {
        this.topics = topics;
        this.outages = outages;
        this.stop = stop;
        this.events = events;
    }

    /** Looks again each interval, until the stop is asked for. */
    public void follow(Duration interval) throws InterruptedException {
        stop.untilRequested(interval, this::look);
    }

    /** One try of each topic: one that fails does not hold up the others. */
    public void look() {
        try {
            Map<String, Marker> markers = topics.markers();
            outages.apply("").healed();
            markers.keySet().forEach(events::watched);
            markers.forEach(this::look);
        } catch (IOException | RuntimeException e) {
            outages.apply("").failed(e);
        }
    }

    private void look(String topic, Marker marker) {
        try {
            boolean more;
            do {
                Look look = marker.step();
                before.put(topic, look.before());
                events.looked(topic, look);
                outages.apply(topic).healed();
                more = look.more();
            } while (more && !stop.isRequested());
            if (!more) {
                events.complete(topic);
            }
        } catch (IOException | StoppedException e) {
            outages.apply(topic).failed(told(topic, e));
        } catch (RuntimeException e) {
            outages.apply(topic).failed(e);
        }
    }

    /** With how far the marks have come: they are behind from here on. */
    private IOException told(String topic, Exception e) {
        Instant done = before.getOrDefault(topic, Instant.MIN);
        String text = e.getMessage() + "; folders are done up to "
                + (done.equals(Instant.MIN) ? "no time yet, as far as this process knows" : done);
        return e instanceof Answered || e instanceof StoppedException
                ? new MarksRefusedException(text)
                : new MarksDelayedException(text, e);
    }

    /** Says what happened and how far marks are. */
    private static final class MarksDelayedException extends IOException implements Explained {
        private static final long serialVersionUID = 1L;

        MarksDelayedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
