package io.millrace.formats.registry;

import io.millrace.formats.cache.Recent;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A registry behind the REST interface that Confluent's, Apicurio's (below {@code /apis/ccompat/v7}), Karapace and Redpanda's have.
 * What it has answered is kept, up to a bound, for as long as the process runs, so that it may be away once the schemas in use are known.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
    /** Schemas that are kept. One that was pushed out is asked for again; no topic has so many. */
    private static final int MOST_KEPT = 10_000;
    /** Of their texts together. */
    private static final long MOST_CHARACTERS = 64 << 20;
    /** A schema that is not there is not asked for again at once: a whole topic may have its id. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Who asks while nobody answers is told so at once: or each partition would wait for the same silence anew. */
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String TYPES = "/schemas/types";
    private static final String GUIDS = "/schemas/guids/";

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    /** Subject, version and schema not found, in this order. */
    private static final List<Integer> UNKNOWN = List.of(40401, 40402, 40403);

    private final List<URI> urls;
    private final RegistryHttp http;
    private final LongSupplier nanoTime;
    private final Recent<String, Known> known = new Recent<>(MOST_KEPT, MOST_CHARACTERS);
    /** Why nobody could be asked the last time, and when that was; null if somebody answered. */
    private Away away;

    /** @param schema null if there was none at that time */
    private record Known(RegisteredSchema schema, long askedAt) {}

    private record Away(String why, IOException cause, long since) {}

    public HttpSchemaRegistry(RegistrySettings settings) {
        this(settings, System::nanoTime);
    }

    HttpSchemaRegistry(RegistrySettings settings, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.urls = settings.urls();
        this.http = new RegistryHttp(settings);
    }

    /** Where it is, for messages. */
    public String name() {
        return urls.stream().map(URI::toString).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name();
    }

    /**
     * Looks whether it can be used.
     *
     * @throws RegistryRefusedException if it answers that it cannot: wrong password, no registry at this URL
     * @throws IOException if none of the URLs answers
     */
    public void check() throws IOException, RegistryRefusedException {
        RegistryHttp.Answer answer = ask(TYPES);
        switch (answer.status()) {
            case OK -> {
                // What types there are is no matter here.
            }
            case UNAUTHORIZED, FORBIDDEN ->
                throw new RegistryRefusedException("schema registry at " + name() + " answers " + answer.status()
                        + " to /schemas/types, must take the user or token that --registry-user,"
                        + " --registry-token-file or --registry-oauth-url say");
            case NOT_FOUND ->
                throw new RegistryRefusedException("schema registry at " + name() + " answers 404 to /schemas/types,"
                        + " --registry must be the URL under which it has /schemas/ids");
            default -> throw new IOException("answers " + answer.status() + " to /schemas/types");
        }
    }

    @Override
    public RegisteredSchema byId(long id) throws BadRecordException, TryLaterException {
        if (id < 1 || id > Integer.MAX_VALUE) {
            // No registry gives such a number, and most answer as if there were nothing at this URL, which is an
            // outage.
            throw new BadRecordException("value has the id " + id + " of a schema, must be from 1 to "
                    + Integer.MAX_VALUE + "; it may have no frame, or another one");
        }
        return find("/schemas/ids/" + id, "schema " + id);
    }

    @Override
    public RegisteredSchema byGuid(UUID guid) throws BadRecordException, TryLaterException {
        return find(GUIDS + guid, "schema " + guid);
    }

    @Override
    public RegisteredSchema byVersion(String subject, int version) throws BadRecordException, TryLaterException {
        String encoded = URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
        return find(
                "/subjects/" + encoded + "/versions/" + version,
                "version " + version + " of subject '" + subject + "'");
    }

    private RegisteredSchema find(String path, String what) throws BadRecordException, TryLaterException {
        Known before = known(path);
        if (before == null) {
            before = new Known(fetch(path), nanoTime.getAsLong());
            keep(path, before);
        }
        if (before.schema() == null) {
            throw new BadRecordException(what + " is unknown to the schema registry at " + name());
        }
        return before.schema();
    }

    private synchronized Known known(String path) {
        Known before = known.get(path);
        boolean isStale =
                before != null && before.schema() == null && nanoTime.getAsLong() - before.askedAt() > ASK_AGAIN_NANOS;
        return isStale ? null : before;
    }

    private synchronized void keep(String path, Known schema) {
        known.put(
                path,
                schema,
                schema.schema() == null ? 0 : schema.schema().text().length());
    }

    /** The schema, or null if the registry says that there is none. */
    private RegisteredSchema fetch(String path) throws TryLaterException {
        Away before = away();
        if (before != null) {
            throw new TryLaterException(before.why(), before.cause());
        }
        return fetchFromAny(path);
    }

    private synchronized Away away() {
        return away != null && nanoTime.getAsLong() - away.since() < AWAY_NANOS ? away : null;
    }

    private synchronized void setAway(Away now) {
        away = now;
    }

    /** A replica may not know yet what another one has: there is none only if all say so. */
    private RegisteredSchema fetchFromAny(String path) throws TryLaterException {
        IOException failure = null;
        boolean hasAnswered = false;
        for (URI url : urls) {
            try {
                RegistryHttp.Answer answer = http.get(URI.create(url + path));
                hasAnswered = true;
                setAway(null);
                if (answer.status() == OK) {
                    return RegistryAnswer.read(answer.body()).schema();
                }
                // Without that code it is the answer of something on the way, or of a wrong URL, and says nothing of
                // the schema.
                if (answer.status() != NOT_FOUND || !(hasNoGuids(url, path) || isUnknown(answer))) {
                    throw new IOException("answers " + answer.status() + " to " + path);
                }
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure == null) {
            return null;
        }
        String why = "schema registry at " + name() + " cannot be asked: " + failure.getMessage();
        if (!hasAnswered) {
            setAway(new Away(why, failure, nanoTime.getAsLong()));
        }
        throw new TryLaterException(why, failure);
    }

    private static boolean isUnknown(RegistryHttp.Answer answer) throws IOException {
        return UNKNOWN.contains(RegistryAnswer.read(answer.body()).errorCode());
    }

    /** Older registries and most others know no GUIDs at all, while they answer well to what they know. */
    private boolean hasNoGuids(URI url, String path) throws IOException {
        return path.startsWith(GUIDS) && http.get(URI.create(url + TYPES)).status() == OK;
    }

    /** The first answer that is one: of what is on its way up or down another URL may know more. */
    private RegistryHttp.Answer ask(String path) throws IOException {
        IOException failure = null;
        RegistryHttp.Answer last = null;
        for (URI url : urls) {
            try {
                RegistryHttp.Answer answer = http.get(URI.create(url + path));
                if (answer.status() < 500 && answer.status() != 429) {
                    return answer;
                }
                last = answer;
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (last == null) {
            throw failure;
        }
        return last;
    }
}
