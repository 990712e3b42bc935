package io.millrace.consumer.tail;

/**
 * A value that can be shown.
 *
 * @param text what to show
 * @param json true if the text is one JSON value
 * @param problem why it is not what it was said to be; empty if it is
 */
public record ReadableValue(String text, boolean json, String problem) {
    ReadableValue(String text, boolean json) {
        this(text, json, "");
    }

    ReadableValue because(String reason) {
        return new ReadableValue(text, json, reason);
    }
}
