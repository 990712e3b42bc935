package io.millrace.sources.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.runtime.database.DatabaseSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcLinkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:port/x?password=hunter2",
                "jdbc:mariadb://db:port/x?password=hunter2",
                "jdbc:mysql://db:port/x?password=hunter2"
            })
    void neverTellsTheSecretsOfItsUrl(String url) {
        DatabaseSettings settings = new DatabaseSettings(url, "millrace", "", Duration.ofSeconds(1));
        Throwable thrown;
        try (JdbcTableReader reader = new JdbcTableReader(settings, TableName.named("t"), List.of("id"), null)) {
            thrown = catchThrowable(reader::columns);
        }
        assertThat(thrown).isInstanceOf(DatabaseException.class);
        StringWriter everything = new StringWriter();
        thrown.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString())
                .contains(settings.printable())
                .contains("JdbcLink.connect")
                .doesNotContain("hunter2");
    }
}
