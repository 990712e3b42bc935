package io.millrace.consumer.tail;

/**
 * A value that can be shown.
 *
 * @param text what to show
 * @param json true if the text is one JSON value
 */
record ReadableValue(String text, boolean json) {}
