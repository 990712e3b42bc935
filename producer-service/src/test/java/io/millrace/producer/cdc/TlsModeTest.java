package io.millrace.producer.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.database.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsModeTest {
    private static final Map<TlsMode, String> ENGINES_NAMES =
            Map.of(TlsMode.DISABLE, "DISABLED", TlsMode.TRUST, "REQUIRED", TlsMode.VERIFY_FULL, "VERIFY_IDENTITY");

    @ParameterizedTest
    @CsvSource({
        "disable, disable, disabled",
        "DISABLED, disable, disabled",
        "0, disable, disabled",
        "False, disable, disabled",
        "trust, trust, required",
        "REQUIRED, trust, required",
        "verify-ca, verify-ca, verify_ca",
        "VERIFY_CA, verify-ca, verify_ca",
        "verify-full, verify-full, verify_identity",
        "VERIFY_FULL, verify-full, verify_identity",
        "VERIFY_IDENTITY, verify-full, verify_identity",
        "Verify-Full, verify-full, verify_identity",
        "1, verify-full, verify_identity",
        "TRUE, verify-full, verify_identity",
    })
    void takesEachWordForTheModeThatTheDriverTakesItFor(String word, String mariaDb, String mySql) throws Exception {
        TlsMode mode = TlsMode.of(word).orElseThrow();

        assertThat(mode.mariaDb()).isEqualTo(mariaDb);
        assertThat(mode.mySql()).isEqualTo(mySql);
        assertThat(driversName(word)).isEqualTo(mode.name());
        assertThat(enginesName(mode.mySql())).isEqualTo(ENGINES_NAMES.getOrDefault(mode, mode.name()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "allow", "preferred", "verify", "verify-full ", "2"})
    void refusesOtherWordsWithASentence(String word) {
        assertThat(TlsMode.of(word)).isEmpty();
        try (CaptureServer server = server("?sslMode=" + word)) {
            assertThat(server.problem())
                    .contains("--jdbc-url has sslMode=" + word
                            + ", must be disable, trust, verify-ca or verify-full for change data capture");
        }
    }

    @Test
    void isNoProblemWhereTheDriversWordIsGivenOrNone() {
        try (CaptureServer server = server("?sslMode=VERIFY_IDENTITY&trustStore=/a.p12");
                CaptureServer without = server("")) {
            assertThat(server.problem()).isEmpty();
            assertThat(without.problem()).isEmpty();
        }
    }

    @Test
    void reachesTheEngineInItsWordForTheServer() {
        try (CaptureServer server = server("?sslMode=VERIFY_IDENTITY")) {
            Properties mySql = new Properties();
            new MySqlServer(server).connector(mySql, TlsMode.VERIFY_FULL);
            assertThat(mySql).containsEntry("database.ssl.mode", "verify_identity");
            Properties mariaDb = new Properties();
            new MariaDbServer(server).connector(mariaDb, TlsMode.VERIFY_FULL);
            assertThat(mariaDb).containsEntry("database.ssl.mode", "verify-full");
        }
    }

    @Test
    void theDriverKnowsNoMoreWordsThanTheseAndOneThatIsRefused() throws Exception {
        assertThat(driversName("allow")).isEqualTo("ALLOW");
        assertThatThrownBy(() -> driversName("preferred")).hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    /** Driver and engine are on the class path when it runs, not when it is compiled. */
    private static String driversName(String word) throws ReflectiveOperationException {
        return name("org.mariadb.jdbc.export.SslMode", "from", word);
    }

    private static String enginesName(String word) throws ReflectiveOperationException {
        return name("io.debezium.connector.mysql.MySqlConnectorConfig$MySqlSecureConnectionMode", "parse", word);
    }

    private static String name(String type, String method, String word) throws ReflectiveOperationException {
        return ((Enum<?>) Class.forName(type).getMethod(method, String.class).invoke(null, word)).name();
    }

    private static CaptureServer server(String parameters) {
        return CaptureServer.of(
                new DatabaseSettings("jdbc:mysql://db/shop" + parameters, "user", "word", Duration.ofSeconds(1)),
                new ChangeSettings(List.of("shop.orders"), true, false, "slot", 7, Duration.ofSeconds(1)));
    }
}
