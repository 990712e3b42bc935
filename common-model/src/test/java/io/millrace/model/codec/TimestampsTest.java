package io.millrace.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @Test
    void everyInstantIsReadAsTheLibraryReadsIt() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochMilli((random.nextLong() >>> 1) % 253_402_300_800_000L);
            String withMillis = Timestamps.format(instant);
            String withoutFraction = instant.truncatedTo(ChronoUnit.SECONDS).toString();
            assertThat(Timestamps.parse(withMillis)).as(withMillis).isEqualTo(instant);
            assertThat(Timestamps.parse(withoutFraction))
                    .as(withoutFraction)
                    .isEqualTo(OffsetDateTime.parse(withoutFraction).toInstant());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T12:00:00Z",
                "2026-13-01T12:00:00Z",
                "2026-04-31T12:00:00Z",
                "2026-03-01T25:00:00Z",
                "2026-03-01T12:60:00Z",
                "2026-03-0aT12:00:00Z",
                "2026-03-01T12:00:00,000Z",
                "2026-03-01t12:00:00.0-0Z",
                "+026-03-01T12:00:00Z",
                "2026-03-01T12:00:00.000z "
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T23:59:59.999Z", "2026-03-01T12:00:00.000+00:00", "2026-03-01T13:00:00+01:00"})
    void otherFormsAreReadByTheLibrary(String text) throws Exception {
        assertThat(Timestamps.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }
}
