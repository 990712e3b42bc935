package io.millrace.stream;

/** Another owner took over the partition while this one still believed in its own ownership. */
public final class FencedException extends StoppedException {
    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }
}
