package io.millrace.sink.hdfs;

import io.millrace.runtime.retry.Explained;
import java.io.IOException;

/** HDFS, or who vouches for this process there, cannot be reached now; it may heal by itself. The message is a finished sentence. */
final class HdfsAwayException extends IOException implements Explained {
    private static final long serialVersionUID = 1L;

    HdfsAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
