package io.millrace.benchmarks.consumer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The rules of both measurements. */
final class TwentyRules {
    static final String FILE = "twenty-rules.yaml";

    private TwentyRules() {}

    /** Those on single readings only: 17. */
    static String withoutMemory() {
        return text().replaceAll("(?m)^.*(window|silence): .*$", "");
    }

    /** All twenty. */
    static String text() {
        try (InputStream in = TwentyRules.class.getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
