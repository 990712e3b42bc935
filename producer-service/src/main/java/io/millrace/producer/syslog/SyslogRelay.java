package io.millrace.producer.syslog;

import io.millrace.sources.delivery.OutRecord;
import io.millrace.sources.delivery.ReceiptedOutlet;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Hands messages from the listener to Kafka, each once, for as long as the process lives. */
public final class SyslogRelay {
    private static final Duration LOOK_UP = Duration.ofMillis(200);

    private final SyslogInbox inbox;
    private final SyslogRecords records;
    private final ReceiptedOutlet out;

    /** Between this listener and this outlet. */
    public SyslogRelay(SyslogListener listener, SyslogRecords records, ReceiptedOutlet out) {
        this((SyslogInbox) listener, records, out);
    }

    SyslogRelay(SyslogInbox inbox, SyslogRecords records, ReceiptedOutlet out) {
        this.inbox = inbox;
        this.records = records;
        this.out = out;
    }

    /**
     * Runs until the stop, and then until what was read has been handed over.
     *
     * @return how many messages were read and not handed over, because the outlet gave up
     */
    public int run(BooleanSupplier stop) throws InterruptedException {
        boolean stopping = false;
        while (true) {
            out.requireWorking();
            if (!stopping && stop.getAsBoolean()) {
                stopping = true;
                inbox.stop();
            }
            // Asked first: what comes between the two questions is taken in the next round.
            boolean ended = stopping && inbox.isEnded();
            Optional<Received> message = inbox.next(ended ? Duration.ZERO : LOOK_UP);
            if (message.isEmpty() && ended) {
                return 0;
            }
            if (message.isPresent() && !handOver(message.get())) {
                return 1 + inbox.waiting();
            }
        }
    }

    private boolean handOver(Received message) {
        OutRecord record = records.record(message);
        Runnable stored = () -> inbox.stored(message);
        return message.refusal().isPresent()
                ? out.refuse(record, message.refusal().get(), stored)
                : out.send(record, stored);
    }
}
