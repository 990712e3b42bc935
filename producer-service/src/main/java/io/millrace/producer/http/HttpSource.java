package io.millrace.producer.http;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.Outlet;
import io.millrace.sources.delivery.PositionedSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Requests as a source. All records of a request are in one transaction, and so are its idempotency key and the number
 * of the transaction: after a commit of which nobody knows whether it took effect, the number that is stored tells, and
 * the requests are answered or handed out again.
 *
 * <p>{@link #offer} is for any thread; the rest is for the one that delivers.
 */
final class HttpSource implements PositionedSource {
    private static final String NUMBER = "number";
    private static final String KEY = "key/";
    private static final int REQUESTS_PER_READ = 1000;
    /** Old keys that one transaction forgets at most. */
    private static final int FORGOTTEN_AT_ONCE = 1000;

    /** Keys take memory here and time at each start: the oldest are forgotten before their time. */
    private static final int MOST_KEYS = 1_000_000;

    private static final long LOOK_UP_MS = 200;

    private final Duration rememberKeys;
    private final int mostKeys;
    private final Clock clock;
    private final String instance = UUID.randomUUID().toString();

    private final LinkedBlockingQueue<Post> waiting = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /** Handed out, and not known to be durable. */
    private final Deque<Post> open = new ArrayDeque<>();
    /** To be handed out again after a failure, before what waits. */
    private final Deque<Post> again = new ArrayDeque<>();
    /** Requests that repeat one which is open. */
    private final Map<String, List<Post>> repeats = new HashMap<>();
    /** Keys that are durable, in the order of their times. */
    private final Map<String, Used> keys = new LinkedHashMap<>();

    private long number;
    /** The number that a commit stores whose outcome is not known yet; null while none is under way. */
    private String awaited;

    private final List<String> forgetting = new ArrayList<>();

    /** A key that was used. */
    private record Used(long millis, String digest) {
        byte[] toBytes() {
            return (millis + " " + digest).getBytes(StandardCharsets.US_ASCII);
        }

        static Used fromBytes(byte[] bytes) throws IOException {
            String[] parts = new String(bytes, StandardCharsets.US_ASCII).split(" ", -1);
            try {
                return new Used(Long.parseLong(parts[0]), parts[1]);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException("saved idempotency key is damaged: " + String.join(" ", parts), e);
            }
        }
    }

    /**
     * @param rememberKeys how long an idempotency key is remembered
     */
    HttpSource(Duration rememberKeys, Clock clock) {
        this(rememberKeys, MOST_KEYS, clock);
    }

    HttpSource(Duration rememberKeys, int mostKeys, Clock clock) {
        this.mostKeys = mostKeys;
        this.rememberKeys = rememberKeys;
        this.clock = clock;
    }

    /** Takes a request and its share of the room, whose outcome comes later; false, and takes neither, if it is closed. */
    boolean offer(Post post) {
        if (closed) {
            return false;
        }
        post.outcome().whenComplete((outcome, e) -> post.share().giveBack());
        waiting.add(post);
        if (closed) {
            // Closed between the two: nobody else will answer.
            post.outcome().complete(Post.Outcome.STOPPED);
        }
        return true;
    }

    /** Takes a request back that nobody has begun to deliver; false if somebody has: then it may be stored, now or later. */
    boolean withdraw(Post post) {
        return waiting.remove(post) && post.outcome().complete(Post.Outcome.WITHDRAWN);
    }

    @Override
    public void restore(Map<String, byte[]> positions) throws IOException {
        keys.clear();
        List<Map.Entry<String, Used>> used = new ArrayList<>();
        for (Map.Entry<String, byte[]> position : positions.entrySet()) {
            if (position.getKey().startsWith(KEY)) {
                used.add(Map.entry(position.getKey().substring(KEY.length()), Used.fromBytes(position.getValue())));
            }
        }
        used.sort(Comparator.comparingLong(entry -> entry.getValue().millis()));
        used.forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        forgetting.clear();
        byte[] stored = positions.get(NUMBER);
        // Without a commit under way, what is open broke off while it was handed out; the number is of an earlier one.
        boolean tookEffect =
                awaited != null && stored != null && awaited.equals(new String(stored, StandardCharsets.US_ASCII));
        awaited = null;
        if (tookEffect) {
            answerOpen();
        } else {
            while (!open.isEmpty()) {
                again.addFirst(open.removeLast());
            }
        }
    }

    @Override
    public Outcome read(Outlet outlet) throws InterruptedException {
        if (open.isEmpty() && again.isEmpty() && waiting.isEmpty()) {
            Post first = waiting.poll(LOOK_UP_MS, TimeUnit.MILLISECONDS);
            if (first == null) {
                return Outcome.IDLE;
            }
            handOut(first, outlet);
        }
        for (int i = 0; i < REQUESTS_PER_READ; i++) {
            Post next = again.isEmpty() ? waiting.poll() : again.removeFirst();
            if (next == null) {
                // Clients wait: what is here is committed at once.
                return Outcome.IDLE;
            }
            handOut(next, outlet);
        }
        return Outcome.MORE;
    }

    private void handOut(Post post, Outlet outlet) {
        if (post.key().isPresent()) {
            String key = post.key().get();
            Used used = keys.get(key);
            if (used != null) {
                boolean same = used.digest().equals(post.digest());
                post.outcome().complete(same ? Post.Outcome.STORED_BEFORE : Post.Outcome.KEY_IN_USE);
                return;
            }
            List<Post> repeating = repeats.get(key);
            if (repeating != null && !isOwner(post)) {
                repeating.add(post);
                return;
            }
            repeats.putIfAbsent(key, new ArrayList<>(List.of(post)));
        }
        // Before its records: if one of them is not taken, the request is handed out again.
        open.add(post);
        for (int i = 0; i < post.records().size(); i++) {
            outlet.record(OutRecord.keyed(null, post.records().get(i)).at(post.origin(), i + 1L));
        }
    }

    /** True for the request that was the first with its key: it comes here again after a failure. */
    private boolean isOwner(Post post) {
        return repeats.get(post.key().orElseThrow()).get(0) == post;
    }

    @Override
    public Map<String, byte[]> changedPositions() {
        chooseForgotten();
        if (open.isEmpty() && forgetting.isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> changed = new HashMap<>();
        if (!open.isEmpty()) {
            number++;
            awaited = instance + ":" + number;
            changed.put(NUMBER, awaited.getBytes(StandardCharsets.US_ASCII));
        }
        forgetting.forEach(key -> changed.put(KEY + key, null));
        long now = clock.millis();
        for (Post post : open) {
            post.key().ifPresent(key -> changed.put(KEY + key, new Used(now, post.digest()).toBytes()));
        }
        return changed;
    }

    private void chooseForgotten() {
        forgetting.clear();
        long limit = clock.millis() - rememberKeys.toMillis();
        for (Map.Entry<String, Used> entry : keys.entrySet()) {
            boolean due = entry.getValue().millis() < limit || keys.size() - forgetting.size() > mostKeys;
            if (!due || forgetting.size() >= FORGOTTEN_AT_ONCE) {
                return;
            }
            forgetting.add(entry.getKey());
        }
    }

    @Override
    public void committed() {
        awaited = null;
        forgetting.forEach(keys::remove);
        forgetting.clear();
        long now = clock.millis();
        for (Post post : open) {
            post.key().ifPresent(key -> keys.put(key, new Used(now, post.digest())));
        }
        answerOpen();
    }

    private void answerOpen() {
        for (Post post : open) {
            post.outcome().complete(Post.Outcome.STORED);
            post.key().ifPresent(key -> answerRepeats(post, repeats.remove(key)));
        }
        open.clear();
    }

    private static void answerRepeats(Post first, List<Post> all) {
        for (Post repeat : all.subList(1, all.size())) {
            boolean same = repeat.digest().equals(first.digest());
            repeat.outcome().complete(same ? Post.Outcome.STORED_BEFORE : Post.Outcome.KEY_IN_USE);
        }
    }

    @Override
    public String uncommitted() {
        return "clients whose requests are not in Kafka are told so and have to send them again";
    }

    /** Requests that are not known to be durable hear so. */
    @Override
    public void close() {
        closed = true;
        List<Post> left = new ArrayList<>(open);
        left.addAll(again);
        repeats.values().forEach(left::addAll);
        waiting.drainTo(left);
        left.forEach(post -> post.outcome().complete(Post.Outcome.STOPPED));
    }
}
