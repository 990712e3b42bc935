package io.millrace.consumer.tail;

import io.millrace.record.TryLaterException;
import io.millrace.runtime.ShutdownSignal;
import java.io.PrintWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Prints what passes in a topic. */
public final class TopicTail implements TopicReader.Viewer {

    private final TailSettings settings;
    private final PrintWriter out;
    private final TopicMessages messages;
    private final MessagePrinter printer;
    private long shown;

    /** Prints to {@code out}. */
    public TopicTail(TailSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
        this.messages = new TopicMessages(
                settings.format(), settings.described(), settings.reading().topic());
        this.printer = MessagePrinter.valueOf(settings.style().name());
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
        String key = TopicMessages.key(message);
        ReadableValue value = messages.value(message);
        if (settings.filter().isEmpty() || messages.passes(settings.filter().get(), message, key, value)) {
            // Not println, which would flush each line; the loop flushes once it has shown what there is.
            out.print(printer.line(message, key, value) + "\n");
            shown++;
        }
    }
}
