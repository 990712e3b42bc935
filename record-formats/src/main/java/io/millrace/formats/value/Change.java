package io.millrace.formats.value;

import io.millrace.formats.bytes.InputBytes;
import io.millrace.record.BadRecordException;
import io.millrace.record.RowDeletedException;

/**
 * What the change event says that is decoded now, besides its row. Set anew for each record, on one thread; says nothing of
 * records that are none.
 *
 * <p>The operations are Debezium's: {@code c} create, {@code u} update, {@code r} read by a snapshot, {@code d} delete, {@code t}
 * truncate, {@code m} message of the log (debezium.io, "Data change events").
 */
public final class Change {
    /** Where the source's time is not known. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private static final char NO_OPERATION = 0;

    private final Wanted wanted;
    private final InputBytes image = new InputBytes();
    private final InputBytes source = new InputBytes();
    private boolean hasSource;
    private char operation;
    private long sourceMillis;
    private String transaction;

    /**
     * What somebody asks for.
     *
     * @param deletes true if a delete is stored as the row that it deletes
     * @param source true if the whole source is asked for
     * @param sourceTime true if the source's time is
     * @param transaction true if the transaction's id is
     */
    public record Wanted(boolean deletes, boolean source, boolean sourceTime, boolean transaction) {
        /** Nothing but rows. */
        public static final Wanted NOTHING = new Wanted(false, false, false, false);
    }

    public Change(Wanted wanted) {
        this.wanted = wanted;
        clear();
    }

    /** What somebody asks for. */
    public Wanted wanted() {
        return wanted;
    }

    /** Forgets the last event. */
    public void clear() {
        image.release();
        source.release();
        hasSource = false;
        operation = NO_OPERATION;
        sourceMillis = NO_TIME;
        transaction = null;
    }

    /** The event has this operation, a text of UTF-8. */
    public void operation(byte[] bytes, int from, int to) throws BadRecordException {
        if (operation != NO_OPERATION) {
            throw new BadRecordException("change event has its 'op' twice");
        }
        char letter = to - from == 1 ? (char) (bytes[from] & 0x7f) : '?';
        operation = switch (letter) {
            case 'c', 'u', 'r', 'd' -> letter;
            case 't' ->
                throw new BadRecordException("change event has op 't': its table was truncated, which is no row");
            case 'm' ->
                throw new BadRecordException(
                        "change event has op 'm': a message of the database's log, which is no row");
            default -> throw new BadRecordException("change event must have one of c, u, r, d, t and m as its 'op'");
        };
    }

    /**
     * Says which row the event is about, once all of it was seen.
     *
     * @param hasAfter true if it has a row after the change
     * @return true for the row after the change, false for the one before it
     * @throws RowDeletedException if there is no row after it, and nobody wants the one before
     */
    public boolean isAfter(boolean hasAfter) throws BadRecordException {
        if (operation == NO_OPERATION) {
            throw new BadRecordException("value is no change event of Debezium: it has no 'op'");
        }
        if (operation != 'd') {
            if (!hasAfter) {
                throw new BadRecordException("change event of op '" + operation + "' has no row in 'after'");
            }
            return true;
        }
        if (hasAfter) {
            throw new BadRecordException("change event of op 'd' has a row in 'after', which a delete has not");
        }
        if (!wanted.deletes()) {
            throw new RowDeletedException();
        }
        return false;
    }

    /** True if the record is a change event that deletes its row. */
    public boolean isDelete() {
        return operation == 'd';
    }

    /** The operation, or null if the record is no change event. */
    public String operation() {
        return operation == NO_OPERATION ? null : String.valueOf(operation);
    }

    /** The row in the form that it has in the value, where that is a text; empty if a deleted row is not known. */
    public InputBytes image() {
        return image;
    }

    /** True if {@link #source} says something. */
    public boolean hasSource() {
        return hasSource;
    }

    /** The source as a JSON text: version, connector, database, table, place in the log. */
    public InputBytes source() {
        return source;
    }

    /** The event's source is this JSON text. */
    public void source(byte[] bytes, int from, int to) {
        source.set(bytes, from, to);
        hasSource = true;
    }

    /** When the source's database made the change, milliseconds since 1970; {@link #NO_TIME} if that is not said. */
    public long sourceMillis() {
        return sourceMillis;
    }

    /** Sets {@link #sourceMillis}. */
    public void sourceMillis(long millis) {
        sourceMillis = millis;
    }

    /** Id of the transaction; null if the event says none. */
    public String transaction() {
        return transaction;
    }

    /** Sets {@link #transaction}. */
    public void transaction(String id) {
        transaction = id;
    }
}
