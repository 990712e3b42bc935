package io.millrace.mapreduce.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageMaskTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "took 12 ms | took # ms",
                "took -1.5 s | took # s",
                "from /10.251.73.220:50010 to host-12 | from /# to host-#",
                "block blk_-6952295868487656571 | block blk_#",
                "id 550e8400-e29b-41d4-a716-446655440000 gone | id # gone",
                "at 0x7fffe2a1 | at #",
                "commit 9fceb02d0ae5 | commit #",
                "a dead cafe face | a dead cafe face",
                "2024-05-01 10:00:00,123 late | # # late",
                "user42 and x1y2 | user# and x#y#",
                "naïve 7 | naïve #",
                "two   blanks | two blanks",
                "host 00:1a:2b:3c:4d:5e up | host # up",
                "host ff:aa:cc:dd:ee:ff up | host # up",
                "host fe80::1ff:fe23:4567:890a up | host # up",
                "at [2001:db8::1]:443 | at [#]:#",
                "2001:0db8:85a3:0000:0000:8a2e:0370:7334 | #",
                "host deadbeefcafebabe up | host # up",
                "std::bad_alloc at a::b | std::bad_alloc at a::b",
            })
    void numbers_and_ids_are_masked(String message, String template) {
        assertThat(mask(message)).isEqualTo(template);
    }

    @Test
    void long_messages_are_cut_between_characters() {
        assertThat(mask("a".repeat(239) + "é")).isEqualTo("a".repeat(237) + "…");
        assertThat(mask("a".repeat(236) + "éé")).isEqualTo("a".repeat(236) + "éé");
        assertThat(mask("a".repeat(236) + "ééé")).isEqualTo("a".repeat(236) + "…");
        assertThat(mask("a".repeat(1000))).isEqualTo("a".repeat(237) + "…");
        assertThat(mask("a".repeat(240) + "  ")).isEqualTo("a".repeat(240));
    }

    @Test
    void aMessageThatGoesOnSaysSo() {
        assertThat(mask("word ".repeat(100))).endsWith("word wo…");
    }

    private static String mask(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        byte[] target = new byte[1024];
        int end = MessageMask.mask(bytes, 0, bytes.length, target, 3);
        return new String(target, 3, end - 3, StandardCharsets.UTF_8);
    }
}
