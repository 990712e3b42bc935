package io.millrace.consumer.rules;

/** The kinds of record that rules can speak about. */
public enum RecordKind {
    /** Sensor readings; rules call one {@code reading}. */
    READING("reading"),
    /** Weather reports; rules call one {@code weather}. */
    WEATHER("weather");

    private final String label;

    RecordKind(String label) {
        this.label = label;
    }

    /** The name under which an expression sees such a record; also what is stored and published as its kind. */
    public String label() {
        return label;
    }
}
