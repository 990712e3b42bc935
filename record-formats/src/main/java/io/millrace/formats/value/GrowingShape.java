package io.millrace.formats.value;

import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;

/** Values that bring their columns, which grow when a later value has more of them. For one thread. */
public interface GrowingShape {
    /**
     * The shape whose columns hold this value, and all that the shape before held.
     *
     * @param before shape that was good for earlier values; null for none
     * @return the same shape for the same columns, so that it can be told by identity; {@code before} if it will do
     * @throws BadRecordException if no columns hold both
     * @throws TryLaterException if nobody can say now what the value is
     */
    ValueShape with(ValueShape before, byte[] bytes, int from, int to) throws BadRecordException, TryLaterException;
}
