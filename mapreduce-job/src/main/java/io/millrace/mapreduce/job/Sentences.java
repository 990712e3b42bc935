package io.millrace.mapreduce.job;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.util.Objects;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** What went wrong, in one sentence: the server's stack traces are of no use to the person at the keyboard. */
final class Sentences {
    private Sentences() {}

    static String of(Throwable error) {
        Throwable e = error instanceof RemoteException remote ? remote.unwrapRemoteException() : error;
        String line = firstLine(
                Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName()));
        if (e instanceof AccessControlException) {
            return "no permission: " + line;
        }
        if (e instanceof ConnectException) {
            return "server not reached: " + line;
        }
        if (e instanceof JobFailedException
                || e instanceof FileNotFoundException
                || e.getMessage() != null && line.contains(" ")) {
            return line;
        }
        return e.getClass().getSimpleName() + ": " + line;
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
