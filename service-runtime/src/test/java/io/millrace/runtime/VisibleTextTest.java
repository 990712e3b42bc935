package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
    @Test
    void whatDrawsOrTurnsWritingRoundIsSeenAsANumber() {
        assertThat(VisibleText.of("a\u001b[2Jb\u0007\u0000")).isEqualTo("a\\u001b[2Jb\\u0007\\u0000");
        assertThat(VisibleText.of("user\u202etxt.exe \u2066\u2069\u200e\u200f\u061c"))
                .isEqualTo("user\\u202etxt.exe \\u2066\\u2069\\u200e\\u200f\\u061c");
    }

    @Test
    void lettersSignsAndLineEndsStay() {
        String text = "tab\t, lines\r\n, ü 名 \ud83d\udc68\u200d\ud83d\udc69 \u05d0\u0628 \u00a0";
        assertThat(VisibleText.of(text)).isEqualTo(text);
    }
}
