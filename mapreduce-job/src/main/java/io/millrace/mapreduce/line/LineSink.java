package io.millrace.mapreduce.line;

/** Takes lines one after the other. */
@FunctionalInterface
public interface LineSink {
    /**
     * Takes the line in from..to, without its line end. The array is only valid during the call.
     *
     * @param offset where the line starts in its file (for compressed files: in the plain text), in bytes
     */
    void line(byte[] bytes, int from, int to, long offset);

    /**
     * Takes the file's last line if no line end is behind it: it may have been cut anywhere, as of a file that is being written.
     *
     * @param offset as of any other line
     */
    default void lastLine(byte[] bytes, int from, int to, long offset) {
        line(bytes, from, to, offset);
    }
}
