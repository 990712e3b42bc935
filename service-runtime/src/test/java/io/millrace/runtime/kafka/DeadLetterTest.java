package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final int LIMIT = 10_000;

    @Test
    void aLetterThatFitsIsLeftAsItIs() {
        ProducerRecord<byte[], byte[]> letter = letter(bytes(10, 1), bytes(9_000, 2), headers("trace", 100));

        assertThat(DeadLetter.fit(letter, LIMIT)).isSameAs(letter);
        assertThat(DeadLetter.isCut(letter.headers())).isFalse();
    }

    @Test
    void aValueThatIsTooLargeIsCutAndTellsItsLengthAndItsPlace() {
        ProducerRecord<byte[], byte[]> fitted =
                DeadLetter.fit(letter(bytes(10, 1), bytes(50_000, 2), headers("trace", 100)), LIMIT);

        assertThat(fitted.value()).hasSizeBetween(9_000, LIMIT).containsOnly(2);
        assertThat(fitted.key()).isEqualTo(bytes(10, 1));
        assertThat(header(fitted, DeadLetter.VALUE_BYTES)).isEqualTo("50000");
        assertThat(header(fitted, DeadLetter.TOPIC)).isEqualTo("readings");
        assertThat(header(fitted, DeadLetter.PARTITION)).isEqualTo("3");
        assertThat(header(fitted, DeadLetter.OFFSET)).isEqualTo("42");
        assertThat(fitted.headers().lastHeader("trace").value()).hasSize(100);
        assertThat(DeadLetter.isCut(fitted.headers())).isTrue();
        assertThat(plainSize(fitted)).isLessThan(LIMIT);
    }

    @Test
    void headersAndKeyThatAreTooLargeLeaveRoomForTheValue() {
        ProducerRecord<byte[], byte[]> fitted =
                DeadLetter.fit(letter(bytes(20_000, 1), bytes(20_000, 2), headers("trace", 20_000)), LIMIT);

        assertThat(fitted.headers().lastHeader("trace")).isNull();
        assertThat(header(fitted, DeadLetter.HEADERS_BYTES)).isEqualTo("20005");
        assertThat(header(fitted, DeadLetter.KEY_BYTES)).isEqualTo("20000");
        assertThat(header(fitted, DeadLetter.VALUE_BYTES)).isEqualTo("20000");
        assertThat(fitted.key()).hasSizeBetween(2_000, LIMIT / 4).containsOnly(1);
        assertThat(fitted.value()).hasSizeBetween(6_000, LIMIT).containsOnly(2);
        assertThat(plainSize(fitted)).isLessThan(LIMIT);
    }

    @Test
    void aTombstoneWithManyHeadersLosesTheHeadersOnly() {
        ProducerRecord<byte[], byte[]> fitted = DeadLetter.fit(letter(bytes(10, 1), null, headers("h", 20_000)), LIMIT);

        assertThat(fitted.value()).isNull();
        assertThat(fitted.key()).hasSize(10);
        assertThat(header(fitted, DeadLetter.HEADERS_BYTES)).isEqualTo("20001");
        assertThat(fitted.headers().lastHeader(DeadLetter.VALUE_BYTES)).isNull();
    }

    @Test
    void cuttingAgainKeepsTheLengthOfTheRecord() {
        ProducerRecord<byte[], byte[]> once =
                DeadLetter.fit(letter(bytes(10, 1), bytes(50_000, 2), new RecordHeaders()), LIMIT);
        ProducerRecord<byte[], byte[]> twice = DeadLetter.fit(once, 5_000);

        assertThat(header(twice, DeadLetter.VALUE_BYTES)).isEqualTo("50000");
        assertThat(twice.value()).hasSizeBetween(4_000, 5_000);
        assertThat(plainSize(twice)).isLessThan(5_000);
        assertThat(once.value()).hasSizeGreaterThan(9_000);
    }

    @Test
    void aLongReasonIsShortened() {
        ProducerRecord<byte[], byte[]> letter =
                DeadLetter.of("dead", "test", "x".repeat(5_000), "readings", 3, 42, 7, null, null, new RecordHeaders());

        assertThat(header(letter, DeadLetter.REASON))
                .hasSize(DeadLetter.LONGEST_REASON)
                .endsWith("x…");
    }

    private static ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value, RecordHeaders headers) {
        return DeadLetter.of("dead", "test", "no reason", "readings", 3, 42, 7, key, value, headers);
    }

    private static RecordHeaders headers(String name, int length) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, bytes(length, 3));
        return headers;
    }

    private static byte[] bytes(int length, int each) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) each);
        return bytes;
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static int plainSize(ProducerRecord<byte[], byte[]> letter) {
        int size = letter.key().length + letter.value().length;
        for (Header header : letter.headers()) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }
}
