package io.millrace.sink.hdfs;

import io.millrace.stream.RefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** Says in the port's terms what the Hadoop client throws. */
final class HdfsFailures {
    /** Rights, quotas (of names, of space, of a path's length, of a folder's entries), a file where a folder must be. */
    private static final List<Class<?>> REFUSALS = List.of(
            AccessControlException.class,
            AccessDeniedException.class,
            ClusterStorageCapacityExceededException.class,
            ParentNotDirectoryException.class);

    private HdfsFailures() {}

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
    static <T> T translate(String path, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw caused(new FileAlreadyExistsException(path, null, e.getMessage()), e);
        } catch (FileNotFoundException e) {
            throw caused(new NoSuchFileException(path, null, e.getMessage()), e);
        } catch (InvalidPathException e) {
            throw new RefusedException(refusal(path, e), e);
        } catch (IOException e) {
            if (isRefusal(kind(e))) {
                throw new RefusedException(refusal(path, e), e);
            }
            throw e;
        }
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

    private static boolean isRefusal(Class<?> kind) {
        return REFUSALS.stream().anyMatch(refusal -> refusal.isAssignableFrom(kind));
    }

    private static String refusal(String path, Exception e) {
        String reason = String.valueOf(e.getMessage());
        int end = reason.indexOf('\n');
        return "HDFS refuses " + path + ": " + (end < 0 ? reason : reason.substring(0, end));
    }

    private static IOException caused(IOException translated, IOException cause) {
        translated.initCause(cause);
        return translated;
    }
}
