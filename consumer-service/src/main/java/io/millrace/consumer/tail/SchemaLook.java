package io.millrace.consumer.tail;

import io.millrace.formats.FormatAids;
import io.millrace.formats.JsonTexts;
import io.millrace.formats.Values;
import io.millrace.formats.infer.SchemaGuess;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.ShutdownSignal;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Looks at the values of a topic for what they have in common. */
public final class SchemaLook implements TopicReader.Viewer {
    private final Reading reading;
    private final long most;
    private final JsonTexts texts;
    private final SchemaGuess guess = new SchemaGuess();
    private long seen;

    /** @param most how many messages are looked at */
    public SchemaLook(Reading reading, long most) {
        this.reading = reading;
        this.most = most;
        this.texts =
                new JsonTexts(Values.JSON, ValueSettings.ofFrame(FrameKind.AUTO), reading.topic(), FormatAids.none());
    }

    /** Looks until the end or the signal; fails as {@link TopicReader#run}. */
    public SchemaGuess look(ShutdownSignal stop) {
        new TopicReader(reading, stop).run(this);
        return guess;
    }

    @Override
    public void see(ConsumerRecord<byte[], byte[]> message) throws TryLaterException {
        seen++;
        if (message.value() == null) {
            // A tombstone says nothing of values.
            return;
        }
        try {
            guess.add(texts.of(TopicReader.held(message, message.value())));
        } catch (BadRecordException e) {
            guess.addOther();
        }
    }

    @Override
    public boolean isFull() {
        return seen >= most;
    }
}
