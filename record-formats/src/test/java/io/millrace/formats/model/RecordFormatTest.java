package io.millrace.formats.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordFormatTest {
    @Test
    void theLabelsAreThoseOfTheOptions() {
        assertThat(RecordFormat.ALL)
                .extracting(RecordFormat::label)
                .containsExactly(
                        "reading-json",
                        "weather-json",
                        "log-json",
                        "reading-protobuf",
                        "weather-protobuf",
                        "log-protobuf");
    }
}
