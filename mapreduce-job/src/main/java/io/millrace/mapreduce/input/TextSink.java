package io.millrace.mapreduce.input;

import java.io.IOException;
import java.io.InputStream;

/** Takes the plain texts that a file holds, one after the other. */
@FunctionalInterface
public interface TextSink {
    /**
     * Takes one text.
     *
     * @param member its path within the archive that the file is; empty for a file that is no archive
     * @param in the text in UTF-8 or whatever keeps ASCII; only valid during the call
     */
    void text(String member, InputStream in) throws IOException;
}
