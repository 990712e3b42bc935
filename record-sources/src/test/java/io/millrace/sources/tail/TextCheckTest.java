package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextCheckTest {
    @Test
    void takesRecordsWhoseFieldsControlCharactersSeparate() {
        assertThat(refusal("8=FIX.4.4|9=65|35=A|49=CLIENT|56=SERVER|34=1|98=0|108=30|10=062|\n".replace('|', '\u0001')))
                .isNull();
        assertThat(refusal("file\u001cgroup\u001drecord\u001ea\u001fb\u001fc\u001fd\u001fe\u001f\n"))
                .isNull();
    }

    @Test
    void refusesWhatIsFullOfOtherControlCharacters() {
        assertThat(refusal("some text, and then \u0002\u0003\u0010 of something else"))
                .isEqualTo("3 of its first 41 bytes are control characters");
    }

    private static String refusal(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return TextCheck.refusal(bytes, bytes.length, Encoding.AS_IT_IS).orElse(null);
    }
}
