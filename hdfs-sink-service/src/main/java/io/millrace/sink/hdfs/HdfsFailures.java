package io.millrace.sink.hdfs;

import io.millrace.runtime.retry.Causes;
import io.millrace.stream.RefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RpcException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Says in the port's terms what the Hadoop client throws, and sorts it: what stays until somebody changes a right or a setting, what is
 * refused and may heal, what is away. Thread-safe.
 */
final class HdfsFailures {
    private static final List<Class<?>> RIGHTS = List.of(AccessControlException.class, AccessDeniedException.class);
    /** Quotas (of names, of space, of a path's length, of a folder's entries), a file where a folder must be. */
    private static final List<Class<?>> RULES =
            List.of(ClusterStorageCapacityExceededException.class, ParentNotDirectoryException.class);

    /** How the client begins to say that a server does not answer. */
    private static final Pattern CALL = Pattern.compile("Call From \\S+ to (\\S+) failed on ");

    private final KerberosLogin login;
    /** True once HDFS has answered a call: it believes who this process is. */
    private volatile boolean answered;
    /** True once a rename was carried out: this process has had the rights that it needs. */
    private volatile boolean proved;

    /** @param login who this process is */
    HdfsFailures(KerberosLogin login) {
        this.login = login;
    }

    /** An operation of the client. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    /**
     * Makes the call.
     *
     * @param path what it is about
     * @throws NoSuchFileException where the client means that something is missing
     * @throws FileAlreadyExistsException where the client means that a name is taken
     * @throws RefusedException where HDFS does not want to, whether it could or not
     */
    <T> T translate(String path, Call<T> call) throws IOException {
        try {
            T result = call.run();
            answered = true;
            return result;
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw caused(new FileAlreadyExistsException(path, null, e.getMessage()), e);
        } catch (FileNotFoundException e) {
            answered = true;
            throw caused(new NoSuchFileException(path, null, e.getMessage()), e);
        } catch (InvalidPathException e) {
            throw new RefusedException(refusal(path, e), e);
        } catch (IOException e) {
            throw sorted(path, e);
        }
    }

    /** The store did what a process without rights cannot have done. */
    void proved() {
        proved = true;
    }

    private IOException sorted(String path, IOException e) {
        Optional<IOException> unbelieved = KerberosFailures.ofCall(e, login, answered);
        if (unbelieved.isPresent()) {
            return unbelieved.get();
        }
        Class<?> kind = kind(e);
        if (isOf(RIGHTS, kind)) {
            return new RefusedException(
                    refusal(path, e) + "; grant it with hdfs dfs -chown, -chmod or -setfacl",
                    e,
                    // A right that was there is perhaps back soon: a NameNode that has just taken over may not know
                    // groups yet.
                    !proved);
        }
        if (isOf(RULES, kind)) {
            return new RefusedException(
                    refusal(path, e)
                            + (QuotaExceededException.class.isAssignableFrom(kind)
                                    ? "; make room below it, or raise it with hdfs dfsadmin -setQuota or -setSpaceQuota"
                                    : ""),
                    e);
        }
        return unspoken(e).orElse(e);
    }

    /** Where nobody says what HDFS says: another kind of port, or a name that nobody knows. */
    private Optional<IOException> unspoken(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException) {
                return Optional.of(unknownHost(at, failure));
            }
            if (at instanceof RemoteException remote
                    && String.valueOf(remote.getClassName()).endsWith("SafeModeException")) {
                return Optional.of(new HdfsAwayException(
                        firstLine(at)
                                + " It ends by itself once the DataNodes have told what they hold; what was begun by hand ends with hdfs"
                                + " dfsadmin -safemode leave",
                        failure));
            }
            Matcher call = CALL.matcher(String.valueOf(at.getMessage()));
            if (at instanceof SocketException && call.lookingAt()) {
                return Optional.of(new HdfsAwayException(
                        "the NameNode at " + call.group(1) + " does not answer: "
                                + Causes.deepest(at).getMessage(),
                        failure));
            }
            if (at instanceof RpcException && String.valueOf(at.getMessage()).startsWith("RPC response ")) {
                String told = "that is not the NameNode's port for clients (" + firstLine(at)
                        + "); correct --root or fs.defaultFS";
                // Between a NameNode that starts anew and this client, a proxy may answer for a moment.
                return Optional.of(
                        answered ? new HdfsAwayException(told, failure) : new RefusedException(told, failure, true));
            }
        }
        return Optional.empty();
    }

    /** The failure of making a client, which needs the names of hosts only. */
    static IOException ofConnecting(RuntimeException failure) {
        // The client wraps what went wrong, an unknown host for instance, more than once.
        Throwable deepest = Causes.deepest(failure);
        return deepest instanceof UnknownHostException
                ? unknownHost(deepest, failure)
                : new IOException("no connection: " + deepest.getMessage(), failure);
    }

    private static IOException unknownHost(Throwable unknown, Throwable failure) {
        return new HdfsAwayException(
                "host " + firstLine(unknown).split(" ")[0].replace("\"", "")
                        + " is not known; --root or fs.defaultFS names it, and if it is a nameservice, hdfs-site.xml"
                        + " (--hadoop-conf-dir) must say whose",
                failure);
    }

    /** What the server threw: the client unwraps only some of it, and some cannot be made anew here. */
    private static Class<?> kind(IOException e) {
        if (e instanceof RemoteException remote && remote.getClassName() != null) {
            try {
                return Class.forName(remote.getClassName(), false, HdfsFailures.class.getClassLoader());
            } catch (ClassNotFoundException ofTheServersOwn) {
                return IOException.class;
            }
        }
        return e.getClass();
    }

    private static boolean isOf(List<Class<?>> kinds, Class<?> kind) {
        return kinds.stream().anyMatch(one -> one.isAssignableFrom(kind));
    }

    private static String refusal(String path, Exception e) {
        return "HDFS refuses " + path + ": " + firstLine(e);
    }

    /** What it says, without the server's stack trace. */
    static String firstLine(Throwable e) {
        String reason = String.valueOf(e.getMessage());
        int end = reason.indexOf('\n');
        return end < 0 ? reason : reason.substring(0, end);
    }

    private static IOException caused(IOException translated, IOException cause) {
        translated.initCause(cause);
        return translated;
    }
}
