package io.millrace.record;

/**
 * Why a record cannot be stored: one clear sentence that names the field and the rule, never the
 * record's contents. Cheap to create (no stack trace), because a whole topic may be garbage.
 */
public class BadRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    public BadRecordException(String reason) {
        super(reason, null, false, false);
    }
}
