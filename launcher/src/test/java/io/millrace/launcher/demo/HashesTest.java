package io.millrace.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HashesTest {
    @Test
    void aStringThatOccursMoreOftenOnOneSideIsMissingFromTheOther() {
        Hashes produced = hashes("a", "b", "b", "c");
        Hashes stored = hashes("b", "a", "a", "c");
        assertThat(produced.total()).isEqualTo(4);
        assertThat(produced.missingFrom(stored)).isEqualTo(1);
        assertThat(stored.missingFrom(produced)).isEqualTo(1);
        assertThat(produced.missingFrom(hashes("c", "b", "a", "b"))).isZero();
    }

    private static Hashes hashes(String... strings) {
        Hashes hashes = new Hashes();
        for (String string : strings) {
            hashes.add(string.getBytes(StandardCharsets.UTF_8));
        }
        return hashes;
    }
}
