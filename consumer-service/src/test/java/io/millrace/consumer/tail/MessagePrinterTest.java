package io.millrace.consumer.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class MessagePrinterTest {

    private final ConsumerRecord<byte[], byte[]> message = new ConsumerRecord<>("t", 1, 5, null, null);

    @Test
    void aDeadLetterSaysWhyItWasRefused() {
        message.headers()
                .add(
                        "millrace.dead-letter.reason",
                        "field 'amount' must be a number\u001b[2J".getBytes(StandardCharsets.UTF_8));
        assertThat(MessagePrinter.PLAIN.line(message, "k", new ReadableValue("{}", true)))
                .endsWith("t-1 @5 k {} (refused: field 'amount' must be a number\\u001b[2J)");
        assertThat(MessagePrinter.COLOURED.line(message, "k", new ReadableValue("{}", true)))
                .endsWith("{}\u001b[31m (refused: field 'amount' must be a number\\u001b[2J)\u001b[0m");
    }

    @Test
    void otherMessagesAreShownAsTheyAre() {
        message.headers().add("trace", new byte[] {1});
        assertThat(MessagePrinter.PLAIN.line(message, "", new ReadableValue("v", false)))
                .endsWith("t-1 @5 - v");
    }

    @Test
    void nothingTurnsTheDirectionOfWritingRound() {
        assertThat(MessagePrinter.PLAIN.line(message, "k", new ReadableValue("user\u202etxt.exe \u2066\u200f", false)))
                .endsWith("k user\\u202etxt.exe \\u2066\\u200f");
        // Joins letters and emoji, and turns nothing round.
        assertThat(MessagePrinter.PLAIN.line(message, "k", new ReadableValue("a\u200db ü 名", false)))
                .endsWith("k a\u200db ü 名");
    }

    @Test
    void aValueThatIsNotWhatItWasSaidToBeHasTheReasonBesideIt() {
        ReadableValue value = new ReadableValue("0x00", false, "schema 8 is unknown");
        assertThat(MessagePrinter.PLAIN.line(message, "k", value)).endsWith("k 0x00 (schema 8 is unknown)");
        assertThat(MessagePrinter.COLOURED.line(message, "k", value))
                .endsWith("0x00\u001b[31m (schema 8 is unknown)\u001b[0m");
        assertThat(MessagePrinter.JSON.line(message, "k", value))
                .endsWith("\"value\":\"0x00\",\"problem\":\"schema 8 is unknown\"}");
    }
}
