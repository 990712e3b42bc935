package io.millrace.sink.done;

/** Hears what becomes of marks. */
public interface MarkEvents {
    /** Nobody listens. */
    MarkEvents NONE = new MarkEvents() {};

    /** The topic is looked after from now on, or still. */
    default void watched(String topic) {}

    /** A step went well. */
    default void looked(String topic, Look look) {}

    /** All that was in place at this moment was read, and the marks that follow from it are set. */
    default void complete(String topic) {}
}
