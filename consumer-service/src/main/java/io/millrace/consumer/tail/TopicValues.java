package io.millrace.consumer.tail;

import io.millrace.formats.JsonTexts;
import io.millrace.record.BadRecordException;
import io.millrace.record.HeldRecord;
import io.millrace.record.TryLaterException;
import java.util.List;
import java.util.Optional;

/** Makes the values of one topic readable. What is not what it was said to be is shown as it can be, with the reason. */
final class TopicValues {
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
        return mayBeAnything ? value : value.because(problem);
    }
}
