package io.millrace.sink.commit;

import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/** Gives what is written a name that only one can have. */
final class NumberedName {
    private NumberedName() {}

    /**
     * Writes the bytes and moves them to their name: the one moment at which they become true.
     *
     * @param temporary path of a name that was never used before
     * @param target the name, which nobody replaces
     * @return false if others have the name
     * @throws IOException if it is not known whether it was taken
     */
    static boolean publish(FileStore store, byte[] bytes, String temporary, String target) throws IOException {
        try (OutputStream out = store.create(temporary)) {
            out.write(bytes);
        }
        IOException cause;
        try {
            if (store.rename(temporary, target)) {
                return true;
            }
            cause = new IOException("the store answered false");
        } catch (IOException e) {
            cause = e;
        }
        byte[] there;
        try {
            there = readAll(store, target);
        } catch (NoSuchFileException notPublished) {
            throw new IOException("cannot publish " + target + ": " + cause.getMessage(), cause);
        }
        // Else another one's, who was faster.
        return Arrays.equals(there, bytes);
    }

    static byte[] readAll(FileStore store, String path) throws IOException {
        try (InputStream in = store.open(path)) {
            return in.readAllBytes();
        }
    }
}
