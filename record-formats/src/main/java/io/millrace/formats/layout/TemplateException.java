package io.millrace.formats.layout;

/** A template that cannot be used: subject, offending value, rule. */
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message);
    }
}
