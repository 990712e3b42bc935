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
}
