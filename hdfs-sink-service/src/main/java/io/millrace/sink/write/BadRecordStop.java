package io.millrace.sink.write;

import io.millrace.record.PartitionId;
import io.millrace.stream.OrderlyStopException;

/** A record cannot be stored and the user wants the sink to stop then. What came before it can still be committed. */
public final class BadRecordStop extends OrderlyStopException {
    private static final long serialVersionUID = 1L;

    public BadRecordStop(PartitionId partition, long offset, String reason) {
        super("record " + partition + " offset " + offset + " cannot be stored: " + reason
                + " (stopped because of --on-bad-record stop)");
    }
}
