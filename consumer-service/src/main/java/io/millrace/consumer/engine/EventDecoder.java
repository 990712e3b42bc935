package io.millrace.consumer.engine;

import io.millrace.consumer.rules.Event;
import io.millrace.model.codec.DecodeException;
import io.millrace.record.BadRecordException;
import io.millrace.record.HeldRecord;
import io.millrace.record.TryLaterException;

/** Makes events of the records of one topic, which have values. For one thread. */
@FunctionalInterface
public interface EventDecoder {
    /**
     * The event in the record's value.
     *
     * @throws DecodeException if there is none
     * @throws BadRecordException if the value is not what its schema says, or nobody knows its schema
     * @throws TryLaterException if who knows its schema does not answer
     */
    Event decode(HeldRecord record) throws DecodeException, BadRecordException, TryLaterException;
}
