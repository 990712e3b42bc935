package io.millrace.sources.delivery;

/** A failed delivery; the subclass says what can be done. The message is one sentence for a person. */
public abstract sealed class DeliveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DeliveryException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The log cannot be reached or is recovering: take over again after a pause; nothing is lost. */
    public static final class Unavailable extends DeliveryException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Another instance owns the source's name now: this one must stop. */
    public static final class Fenced extends DeliveryException {
        private static final long serialVersionUID = 1L;

        public Fenced(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Trying again cannot help: no permission, an unsupported broker. */
    public static final class Rejected extends DeliveryException {
        private static final long serialVersionUID = 1L;

        public Rejected(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
