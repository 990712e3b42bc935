package io.millrace.consumer.tail;

import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.RejectedException;
import io.millrace.consumer.rules.Event;
import io.millrace.consumer.rules.JsonValues;
import io.millrace.consumer.rules.MessageFacts;
import io.millrace.record.HeldRecord;
import io.millrace.record.TryLaterException;
import io.millrace.runtime.ShutdownSignal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints what passes in a topic. */
public final class TopicTail implements TopicReader.Viewer {

    private final TailSettings settings;
    private final PrintWriter out;
    private final TopicValues values;
    private final MessagePrinter printer;
    private final EventReader events;
    private long shown;

    /** Prints to {@code out}. */
    public TopicTail(TailSettings settings, PrintWriter out) {
        String topic = settings.reading().topic();
        this.settings = settings;
        this.out = out;
        this.values = new TopicValues(settings.format(), settings.described(), topic);
        this.printer = MessagePrinter.valueOf(settings.style().name());
        this.events = EventReader.of(Map.of(topic, events(settings.format())));
    }

    /** Shows messages until the end or the signal; fails as {@link TopicReader#run}. */
    public void run(ShutdownSignal stop) {
        new TopicReader(settings.reading(), stop).run(this);
    }

    @Override
    public boolean isFull() {
        return settings.most().isPresent() && shown >= settings.most().getAsLong();
    }

    @Override
    public boolean isGone() {
        // Flushes; true if whoever read our output is gone, such as head.
        return out.checkError();
    }

    @Override
    public void see(ConsumerRecord<byte[], byte[]> message) throws TryLaterException {
        String key = message.key() == null
                ? ""
                : new ValueReader(Understanding.AUTO).read(message.key()).text();
        HeldRecord record = TopicReader.held(message, message.value());
        ReadableValue value = values.read(record);
        MessageFacts facts = new MessageFacts(
                key,
                value.text(),
                JsonValues.in(value.text()),
                message.partition(),
                message.offset(),
                message.timestamp());
        if (settings.filter().isEmpty() || settings.filter().get().passes(facts, () -> event(message, value))) {
            // Not println, which would flush each line; the loop flushes once it has shown what there is.
            out.print(printer.line(message, key, value) + "\n");
            shown++;
        }
    }

    private Optional<Event> event(ConsumerRecord<byte[], byte[]> message, ReadableValue value) {
        boolean asShown = value.json() && settings.format().records().isEmpty();
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
