package io.millrace.record;

/**
 * The record is a change event that deletes a row, and stores none: a tombstone in other words. What becomes of it is not what
 * becomes of bad records where somebody has said otherwise.
 */
public final class RowDeletedException extends BadRecordException {
    private static final long serialVersionUID = 1L;

    public RowDeletedException() {
        super("record deletes its row (op 'd') and has no new one, which only --on-tombstone store keeps");
    }
}
