package io.millrace.producer.mqtt;

/** The MQTT broker is not there for us; the message is one sentence. */
public final class MqttException extends Exception {
    private static final long serialVersionUID = 1L;

    private enum Kind {
        PASSING,
        LASTING,
        REPLACED
    }

    private final Kind kind;

    private MqttException(String message, Kind kind, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Trying again helps. */
    static MqttException passing(String message, Throwable cause) {
        return new MqttException(message, Kind.PASSING, cause);
    }

    /** Trying again cannot help, or must not be tried. */
    static MqttException lasting(String message, Throwable cause) {
        return new MqttException(message, Kind.LASTING, cause);
    }

    /** Another client has the session now: trying again would take it from that one. */
    static MqttException replaced(String message, Throwable cause) {
        return new MqttException(message, Kind.REPLACED, cause);
    }

    /** True if trying again cannot help, or must not be tried. */
    public boolean isLasting() {
        return kind != Kind.PASSING;
    }

    /** True if it is because another client took the session over. */
    boolean isReplaced() {
        return kind == Kind.REPLACED;
    }
}
