package io.millrace.sink.stack;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.server.namenode.AuditLogger;

/** Counts what the NameNode is asked, of all clients in the process; the NameNode makes one by its name. */
public final class NameNodeCalls implements AuditLogger {
    private static final AtomicLong CALLS = new AtomicLong();

    /** Calls so far. */
    static long count() {
        return CALLS.get();
    }

    @Override
    public void initialize(Configuration conf) {
        // Nothing to set.
    }

    @Override
    public void logAuditEvent(
            boolean succeeded,
            String user,
            InetAddress address,
            String command,
            String source,
            String target,
            FileStatus status) {
        CALLS.incrementAndGet();
    }
}
