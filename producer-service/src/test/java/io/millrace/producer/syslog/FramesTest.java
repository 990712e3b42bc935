package io.millrace.producer.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
    private static final int MOST = 20;

    private final List<String> messages = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            <13>a\\n<13>b\\n                | <13>a, <13>b
            <13>a\\r\\n\\n<13>b\\0\\n        | <13>a, <13>b
            <13>no line feed                 | <13>no line feed
            no priority\\nat all\\n          | no priority, at all
            12 monkeys\\n<13>b\\n            | 12 monkeys, <13>b
            2026-11-29 it is\\n              | 2026-11-29 it is
            5 <13>a6 <13>bc                  | <13>a, <13>bc
            5 <13>a\\n6 <13>bc\\n            | <13>a, <13>bc
            7 <13>a\\nb5 <13>c               | <13>a\\nb, <13>c
            6 <13>a\\n5 <13>b                | <13>a, <13>b
            5 <13>a5 hello                   | <13>a, hello
            5 <13>aout of step\\n5 <13>b     | <13>a, out of step, <13>b
            0123456789 <13>a\\n              | 0123456789 <13>a
            5 <13>a12                        | <13>a, 12
            """)
    void findsTheMessagesHoweverTheBytesCome(String bytes, String expected) {
        String stream = unescaped(bytes);
        List<String> wanted = Arrays.asList(unescaped(expected).split(", "));
        for (int chunk = 1; chunk <= stream.length(); chunk++) {
            messages.clear();
            take(stream, chunk);
            assertThat(messages).as("in pieces of %d", chunk).isEqualTo(wanted);
        }
        assertThat(refusals).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            <13>0123456789abcdefgh\\n<13>b\\n       | <13>0123456789abcdef: message has 22 bytes, must have at most 20
            22 <13>0123456789abcdefgh5 <13>b         | <13>0123456789abcdef: message has 22 bytes, must have at most 20
            <13>b\\n<13>0123456789abcdefgh           | <13>0123456789abcdef: message has 22 bytes, must have at most 20
            5 <13>b50 <13>01234567                   | <13>01234567: message has 50 bytes, must have at most 20
            5 <13>b9 <13>abc                         | <13>abc: message has 7 bytes, must have 9 as it says
            """)
    void refusesWhatIsTooLongOrCutOffAndGoesOnBehindIt(String bytes, String expected) {
        String stream = unescaped(bytes);
        for (int chunk = 1; chunk <= stream.length(); chunk++) {
            messages.clear();
            refusals.clear();
            take(stream, chunk);
            assertThat(messages).as("in pieces of %d", chunk).containsExactly("<13>b");
            assertThat(refusals).hasSize(1);
            assertThat(refusals.get(0)).startsWith(expected);
        }
    }

    @Test
    void findsRandomMessagesAgain() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            boolean counted = random.nextBoolean();
            List<String> sent = new ArrayList<>();
            StringBuilder stream = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                String message = "<" + random.nextInt(192) + ">" + "x 9<".repeat(random.nextInt(4));
                sent.add(message);
                stream.append(counted ? message.length() + " " + message : message + "\n");
            }
            messages.clear();
            take(stream.toString(), 1 + random.nextInt(30));
            assertThat(messages).as("round %d", round).isEqualTo(sent);
        }
    }

    private void take(String stream, int chunk) {
        Frames frames = new Frames(MOST, new Frames.Sink() {
            @Override
            public void message(byte[] message) {
                messages.add(new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void refused(byte[] beginning, String reason) {
                refusals.add(new String(beginning, StandardCharsets.UTF_8) + ": " + reason);
            }
        });
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += chunk) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chunk));
            frames.take(piece, piece.length);
        }
        frames.end();
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0");
    }
}
