package io.millrace.launcher;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Stands where HDFS would stand for Hadoop's tools while there is none: says so in one sentence to whoever asks for it. */
public final class NoHdfs extends RawLocalFileSystem {
    /** Setting that holds the sentence. */
    static final String REASON = "millrace.no-hdfs.reason";

    @Override
    public void initialize(URI uri, Configuration conf) throws IOException {
        throw new IOException(conf.get(REASON));
    }
}
