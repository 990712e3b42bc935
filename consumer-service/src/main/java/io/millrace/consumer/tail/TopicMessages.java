package io.millrace.consumer.tail;

import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.RejectedException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.JsonValues;
import io.millrace.consumer.rules.MessageFacts;
import io.millrace.consumer.rules.MessageFilter;
import io.millrace.record.HeldRecord;
import io.millrace.record.TryLaterException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes the messages of one topic readable, and says which of them pass a filter. Not thread-safe. */
public final class TopicMessages {
    private final TopicValues values;
    private final Understanding format;
    private final EventReader events;

    /**
     * @param format how to understand values
     * @param described what schemas say of them; empty if nothing is known of any
     */
    public TopicMessages(Understanding format, Optional<Described> described, String topic) {
        this.format = format;
        this.values = new TopicValues(format, described, topic);
        this.events = EventReader.of(Map.of(topic, events(format)));
    }

    /** The key as text; empty if there is none. */
    public static String key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null
                ? ""
                : new ValueReader(Understanding.AUTO).read(message.key()).text();
    }

    /** The value of a header as text, which may be anything. */
    public static String header(byte[] value) {
        return new ValueReader(Understanding.AUTO).read(value).text();
    }

    /**
     * The value.
     *
     * @throws TryLaterException if nobody can say now what it is
     */
    public ReadableValue value(ConsumerRecord<byte[], byte[]> message) throws TryLaterException {
        HeldRecord record = TopicReader.held(message, message.value());
        return values.read(record);
    }

    /** True if the message passes the filter. */
    public boolean passes(
            MessageFilter filter, ConsumerRecord<byte[], byte[]> message, String key, ReadableValue value) {
        MessageFacts facts = new MessageFacts(
                key,
                value.text(),
                JsonValues.in(value.text()),
                message.partition(),
                message.offset(),
                message.timestamp());
        return filter.passes(facts, () -> event(message, value));
    }

    private Optional<Event> event(ConsumerRecord<byte[], byte[]> message, ReadableValue value) {
        boolean asShown = value.json() && format.records().isEmpty();
        byte[] bytes = asShown ? value.text().getBytes(StandardCharsets.UTF_8) : message.value();
        try {
            return Optional.of(events.read(TopicReader.held(message, bytes)));
        } catch (RejectedException | TryLaterException e) {
            // Nobody is asked: what a filter looks at says all of itself.
            return Optional.empty();
        }
    }

    /** Values that were understood by a schema or by guessing are JSON by the time that a filter looks at them. */
    private static EventFormat events(Understanding format) {
        return format.records().flatMap(EventFormat::of).orElse(EventFormat.JSON);
    }
}
