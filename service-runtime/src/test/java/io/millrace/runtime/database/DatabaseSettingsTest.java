package io.millrace.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "jdbc:mysql://db:3306/x,jdbc:mysql://db:3306/x",
        "jdbc:mysql://db/x?user=a@b&password=hunter2,jdbc:mysql://db/x",
        "jdbc:h2:mem:x;PASSWORD=hunter2,jdbc:h2:mem:x",
        "jdbc:mysql://me:hunter2@db/x,jdbc:mysql://db/x",
        "jdbc:mysql://me:a/hunter2@db/x,jdbc:mysql://db/x",
        "jdbc:mysql://me:a@hunter2@db/x,jdbc:mysql://db/x",
        "jdbc:mysql://me:hunter2?a@db/x,jdbc:mysql://...",
        "jdbc:mysql://me:hunter2;a=b@db/x,jdbc:mysql://...",
    })
    void printsItsUrlWithoutSecrets(String url, String printed) {
        assertThat(settings(url).printable()).isEqualTo(printed);
    }

    @Test
    void printsADriversMessageWithoutItsUrlsSecrets() {
        DatabaseSettings settings = settings("jdbc:mysql://db/x?password=hunter2");
        assertThat(settings.printable("'jdbc:mysql://db/x?password=hunter2', 'jdbc:mariadb://db/x?password=hunter2' and"
                        + " '//db/x?password=hunter2' are wrong"))
                .isEqualTo("'jdbc:mysql://db/x', 'jdbc:mysql://db/x' and '//db/x' are wrong");
    }

    private static DatabaseSettings settings(String url) {
        return new DatabaseSettings(url, "me", "", Duration.ofSeconds(1));
    }
}
