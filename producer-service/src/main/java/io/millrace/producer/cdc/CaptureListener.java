package io.millrace.producer.cdc;

/** Hears how far behind a source is. */
public interface CaptureListener {
    /** The change that was read last was committed then, since 1970. */
    void committedAt(long millis);

    /** So much of its log does the server keep for the source. */
    void kept(long bytes);
}
