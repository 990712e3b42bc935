package io.millrace.producer.http;

/** A request is refused with a status and a sentence. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String sentence) {
        super(sentence);
        this.status = status;
    }

    /** Status of HTTP. */
    int status() {
        return status;
    }
}
