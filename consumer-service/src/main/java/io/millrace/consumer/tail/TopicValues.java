package io.millrace.consumer.tail;

import io.millrace.formats.JsonTexts;
import io.millrace.record.BadRecordException;
import io.millrace.record.HeldRecord;
import io.millrace.record.TryLaterException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Makes the values of one topic readable. What is not what it was said to be is shown as it can be, with the reason. */
final class TopicValues {
    /** A zero byte and the id of a schema. */
    private static final int FRAME = 5;

    private final List<JsonTexts> texts;
    private final ValueReader plain;
    private final boolean mayBeAnything;

    /** @param described what schemas say of the values; empty if nothing is known of any */
    TopicValues(Understanding format, Optional<Described> described, String topic) {
        this.texts = described.map(known -> known.texts(topic)).orElse(List.of());
        this.mayBeAnything = format.equals(Understanding.AUTO);
        this.plain = new ValueReader(format);
    }

    /** @throws TryLaterException if nobody can say now what the value is */
    ReadableValue read(HeldRecord record) throws TryLaterException {
        String problem = "";
        if (record.valueBytes() != null) {
            for (JsonTexts text : texts) {
                try {
                    return new ReadableValue(text.of(record), true);
                } catch (BadRecordException e) {
                    problem = e.getMessage();
                }
            }
        }
        ReadableValue value = plain.read(record.valueBytes());
        return value.because(mayBeAnything ? hint(value, record.valueBytes()) : problem);
    }

    /** Where nobody named a registry, what begins as its frames do is shown with the way to read it. */
    private String hint(ReadableValue value, byte[] bytes) {
        boolean isFramed = texts.isEmpty() && bytes != null && bytes.length > FRAME && bytes[0] == 0;
        return isFramed && value.text().startsWith("0x")
                ? "perhaps in the frame of a schema registry, schema "
                        + ByteBuffer.wrap(bytes).getInt(1) + ": --registry reads it"
                : "";
    }
}
