package io.millrace.sources.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.cli.Problems;
import io.millrace.runtime.cli.SettingsException;
import io.millrace.runtime.database.DatabaseSettings;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:port/x?password=hunter2",
                "jdbc:mariadb://db:port/x?password=hunter2",
                "jdbc:mysql://db:port/x?password=hunter2",
                "jdbc:mysql://db/x?password=hunter2&sslMode=sometimes"
            })
    void refusesAUrlThatTheDriverDoesNotUnderstandWithoutItsSecrets(String url) {
        Problems problems = checked(url);
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("--jdbc-url is '" + url.replaceFirst("\\?.*", "") + "'")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/x?password=hunter2&sslmode=require",
                "jdbc:postgresql:x",
                "jdbc:mariadb://db/x?password=hunter2",
                "jdbc:mysql://one:3306,two:3306/x?allowPublicKeyRetrieval=true",
                "jdbc:h2:mem:x;MODE=MySQL",
                "jdbc:h2:tcp://localhost/x"
            })
    void takesWhatTheDriverUnderstands(String url) {
        assertThat(checked(url).isEmpty()).isTrue();
    }

    private static Problems checked(String url) {
        Problems problems = new Problems();
        DriverCheck.check(new DatabaseSettings(url, "millrace", "", Duration.ofSeconds(1)), problems);
        return problems;
    }
}
