package io.millrace.formats.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.formats.registry.FakeRegistry.Mood;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against a registry that fails in every way. */
class HttpSchemaRegistryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SECOND = 1_000_000_000;
    private static final Duration SHORT = Duration.ofMillis(200);

    private final FakeRegistry registry = new FakeRegistry().put(7, "\"string\"");
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void close() {
        registry.close();
    }

    private HttpSchemaRegistry client(RegistryAccess access, URI... urls) {
        return client(PATIENCE, access, urls);
    }

    private HttpSchemaRegistry client(Duration timeout, RegistryAccess access, URI... urls) {
        return new HttpSchemaRegistry(
                new RegistrySettings(
                        urls.length == 0 ? List.of(registry.url()) : List.of(urls), access, Optional.empty(), timeout),
                now::get);
    }

    private HttpSchemaRegistry client() {
        return client(new RegistryAccess.Anyone());
    }

    @Test
    void aSchemaIsAskedForOnce() throws Exception {
        HttpSchemaRegistry client = client();

        assertThat(client.byId(7)).isEqualTo(new RegisteredSchema("AVRO", "\"string\"", List.of()));
        registry.stop();
        assertThat(client.byId(7).text()).isEqualTo("\"string\"");
        assertThat(registry.asked()).containsExactly("/schemas/ids/7");
    }

    @Test
    void referencesAndGuidsAreUnderstood() throws Exception {
        UUID guid = UUID.randomUUID();
        registry.answer(
                "/schemas/guids/" + guid,
                "{\"id\":9,\"schema\":\"{}\",\"schemaType\":\"JSON\",\"metadata\":{\"a\":[1,{}]},\"references\":"
                        + "[{\"name\":\"other.Type\",\"subject\":\"an other\",\"version\":3,\"more\":{}}],\"ruleSet\":null}");
        registry.answer("/subjects/an%20other/versions/3", FakeRegistry.body("AVRO", "\"int\"", ""));

        RegisteredSchema schema = client().byGuid(guid);
        assertThat(schema)
                .isEqualTo(new RegisteredSchema(
                        "JSON", "{}", List.of(new RegisteredSchema.Reference("other.Type", "an other", 3))));
        assertThat(client().byVersion("an other", 3).text()).isEqualTo("\"int\"");
    }

    @Test
    void anIdThatDoesNotExistMakesABadRecord() {
        HttpSchemaRegistry client = client();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.byId(8))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessage("schema 8 is unknown to the schema registry at " + registry.url());
        }
        assertThat(registry.asked()).as("a topic full of them asks once").hasSize(1);
    }

    @Test
    void anIdThatNoRegistryGivesIsABadRecordAndIsNotAskedFor() {
        HttpSchemaRegistry client = client();
        registry.is(Mood.WRONG_PLACE);
        for (long id : new long[] {0, -1, 1L << 31, 0xffffffffL, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> client.byId(id))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessage("value has the id " + id
                            + " of a schema, must be from 1 to 2147483647; it may have no frame, or another one");
        }
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void aRegistryThatKnowsNoGuidsMakesABadRecord() {
        UUID guid = UUID.randomUUID();
        registry.lacks("/schemas/guids/" + guid);

        assertThatThrownBy(() -> client().byGuid(guid)).isInstanceOf(BadRecordException.class);
        registry.is(Mood.WRONG_PLACE);
        assertThatThrownBy(() -> client().byGuid(UUID.randomUUID())).isInstanceOf(TryLaterException.class);
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, mode = EnumSource.Mode.EXCLUDE, names = "WELL")
    void whateverElseHappensIsNoFaultOfTheRecord(Mood mood) throws Exception {
        boolean isSlow = mood == Mood.SILENT || mood == Mood.DROPS;
        HttpSchemaRegistry client = client(isSlow ? SHORT : PATIENCE, new RegistryAccess.Anyone());
        registry.is(mood);
        assertThatThrownBy(() -> client.byId(7))
                .isInstanceOf(TryLaterException.class)
                .hasMessageStartingWith("schema registry at " + registry.url() + " cannot be asked: ");

        registry.is(Mood.WELL);
        now.addAndGet(SECOND);
        assertThat((isSlow ? client() : client).byId(7).text()).isEqualTo("\"string\"");
    }

    @Test
    void whereNobodyListensTheReasonSaysSo() {
        String gone = registry.url().toString();
        registry.close();
        HttpSchemaRegistry client = client();
        assertThatThrownBy(() -> client.byId(7))
                .isInstanceOf(TryLaterException.class)
                .hasMessage("schema registry at " + gone + " cannot be asked: no connection");
    }

    /** With as many partitions as there are, each would otherwise wait for the same silence, one after the other. */
    @Test
    void whoeverAsksWhileNobodyAnswersIsToldAtOnce() throws Exception {
        HttpSchemaRegistry client = client();
        registry.stop();
        assertThatThrownBy(() -> client.byId(7)).isInstanceOf(TryLaterException.class);
        try (FakeRegistry again =
                new FakeRegistry(registry.url().getPort()).put(7, "\"string\"").put(8, "\"int\"")) {
            now.addAndGet(SECOND - 1);
            assertThatThrownBy(() -> client.byId(8)).isInstanceOf(TryLaterException.class);
            assertThat(again.asked()).isEmpty();

            now.addAndGet(1);
            assertThat(client.byId(8).text()).isEqualTo("\"int\"");
            assertThat(client.byId(7).text()).isEqualTo("\"string\"");
        }
    }

    /** An answer is no silence: what it says of one schema keeps nobody from another one. */
    @Test
    void aFailureOfOneSchemaIsNoFailureOfTheOthers() throws Exception {
        registry.put(8, "\"int\"");
        HttpSchemaRegistry client = client();
        registry.is(Mood.SERVER_ERROR);
        assertThatThrownBy(() -> client.byId(7))
                .isInstanceOf(TryLaterException.class)
                .hasMessageContaining("answers 500 to /schemas/ids/7");
        registry.is(Mood.WELL);

        assertThat(client.byId(8).text()).isEqualTo("\"int\"");
    }

    /** A replica that lags does not have the schema yet. */
    @Test
    void aSchemaIsUnknownOnlyWhereAllSaySo() throws Exception {
        try (FakeRegistry lagging = new FakeRegistry();
                FakeRegistry broken = new FakeRegistry()) {
            broken.is(Mood.SERVER_ERROR);
            HttpSchemaRegistry client =
                    client(new RegistryAccess.Anyone(), lagging.url(), broken.url(), registry.url());

            assertThat(client.byId(7).text()).isEqualTo("\"string\"");
            assertThatThrownBy(() -> client.byId(8))
                    .as("the broken one may know it")
                    .isInstanceOf(TryLaterException.class);
            broken.is(Mood.WELL);
            assertThatThrownBy(() -> client.byId(8))
                    .isInstanceOf(BadRecordException.class)
                    .hasMessageStartingWith("schema 8 is unknown to the schema registry at ");
        }
    }

    @Test
    void aRegistryThatIsNotThereIsAnOutage() {
        registry.stop();
        assertThatThrownBy(() -> client().byId(7)).isInstanceOf(TryLaterException.class);
    }

    @Test
    void anotherUrlIsAskedWhenOneFails() throws Exception {
        try (FakeRegistry away = new FakeRegistry();
                FakeRegistry broken = new FakeRegistry()) {
            away.stop();
            broken.is(Mood.SERVER_ERROR);

            assertThat(client(new RegistryAccess.Anyone(), away.url(), broken.url(), registry.url())
                            .byId(7)
                            .text())
                    .isEqualTo("\"string\"");
        }
    }

    @Test
    void whoAsksIsShown() throws Exception {
        client(new RegistryAccess.Basic("ann", "sesame")).byId(7);
        client(new RegistryAccess.Bearer("tok")).byId(7);

        assertThat(registry.authorizations())
                .containsExactly(
                        "Basic " + Base64.getEncoder().encodeToString("ann:sesame".getBytes(StandardCharsets.UTF_8)),
                        "Bearer tok");
    }

    @Test
    void aTokenThatHasEndedIsAskedForAgain() throws Exception {
        RegistryAccess access = new RegistryAccess.ClientCredentials(
                URI.create(registry.url() + "/token"), "me", "s3cret", Optional.of("read"));
        registry.answer("/token", "{\"access_token\":\"first\",\"token_type\":\"bearer\",\"expires_in\":3600}");
        registry.put(9, "\"int\"");
        HttpSchemaRegistry client = client(access);
        registry.wants("Bearer first");
        client.byId(7);

        registry.answer("/token", "{\"access_token\":\"second\",\"expires_in\":3600}");
        registry.wants("Bearer second");
        assertThat(client.byId(9).text()).isEqualTo("\"int\"");
        assertThat(registry.asked())
                .containsExactly("/token", "/schemas/ids/7", "/schemas/ids/9", "/token", "/schemas/ids/9");
    }

    @Test
    void aWrongPasswordIsToldAtTheStart() {
        registry.wants("Basic right");

        assertThatThrownBy(
                        () -> client(new RegistryAccess.Basic("ann", "wrong")).check())
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessage(
                        "schema registry at " + registry.url() + " answers 401 to /schemas/types, must take the user or"
                                + " token that --registry-user, --registry-token-file or --registry-oauth-url say");
    }

    @Test
    void aWrongUrlIsToldAtTheStart() {
        registry.is(Mood.WRONG_PLACE);
        assertThatThrownBy(() -> client().check())
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageEndingWith("--registry must be the URL under which it has /schemas/ids");
    }

    @Test
    void aRegistryThatIsAwayAtTheStartCanBeWaitedFor() {
        registry.is(Mood.SERVER_ERROR);
        assertThatThrownBy(() -> client().check())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(TryLaterException.class);
        registry.is(Mood.WELL);
        assertThatCode(() -> client().check()).doesNotThrowAnyException();
    }

    @Test
    void aTokenThatNoHeaderCanHoldIsNotTold() {
        assertThatThrownBy(
                        () -> client(new RegistryAccess.Bearer("s3cret\nmore")).byId(7))
                .isInstanceOf(TryLaterException.class)
                .hasMessageEndingWith("its token has a character that no header can have");
    }

    @Test
    void noFormOfAccessPrintsASecret() {
        List<RegistryAccess> all = List.of(
                new RegistryAccess.Basic("ann", "s3cret"),
                new RegistryAccess.Bearer("s3cret"),
                new RegistryAccess.ClientCredentials(registry.url(), "me", "s3cret", Optional.empty()));

        assertThat(all.toString()).doesNotContain("s3cret").contains("ann", "me");
    }
}
