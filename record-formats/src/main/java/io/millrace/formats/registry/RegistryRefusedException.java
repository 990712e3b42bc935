package io.millrace.formats.registry;

/** A registry answers, and not as one that could be used with these settings: subject, answer, rule. */
public final class RegistryRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RegistryRefusedException(String message) {
        super(message);
    }
}
