package io.millrace.sources.database;

/**
 * The value of a JSON column.
 *
 * @param text the document as the server wrote it; line ends and all
 */
public record JsonText(String text) {
    @Override
    public String toString() {
        return text;
    }
}
