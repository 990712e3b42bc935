package io.millrace.producer.mqtt;

/** The MQTT broker is not there for us; the message is one sentence. */
public final class MqttException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    private MqttException(String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    /** Trying again helps. */
    static MqttException passing(String message, Throwable cause) {
        return new MqttException(message, false, cause);
    }

    /** Trying again cannot help, or must not be tried. */
    static MqttException lasting(String message, Throwable cause) {
        return new MqttException(message, true, cause);
    }

    /** True if trying again cannot help. */
    public boolean isLasting() {
        return lasting;
    }
}
