package io.millrace.sink.port;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The few operations on files that the commit protocol is built from. Paths are absolute, parts divided by
 * {@code /}.
 *
 * <p>Any operation may fail with an IOException before or after it took effect, and may take effect late. A false
 * answer is no more than a hint: callers look at what is there before they believe either outcome.
 */
public interface FileStore {
    /**
     * Creates a file of a name that does not exist yet, in a folder that does. Closing the stream makes the bytes
     * durable or throws.
     *
     * @throws java.nio.file.NoSuchFileException if the folder is missing
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    OutputStream create(String path) throws IOException;

    /**
     * Moves a file in one atomic step that never replaces anything and never creates a folder.
     *
     * @return false if the store says, without a reason, that it did not
     * @throws java.nio.file.NoSuchFileException if the source or the folder of the target is missing
     * @throws java.nio.file.FileAlreadyExistsException if the target exists
     */
    boolean rename(String from, String to) throws IOException;

    /**
     * Creates a folder in one that is there; one that exists is success.
     *
     * @throws java.nio.file.NoSuchFileException if the folder above it is missing
     */
    boolean createFolder(String path) throws IOException;

    /**
     * Creates the folder and those above it; one that exists is success. Only for what begins or stands by itself: where the
     * root was renamed meanwhile, it makes a second one.
     */
    boolean createFolders(String path) throws IOException;

    /** Deletes a file, or a folder with all that is in it in one atomic step; false if nothing was there. */
    boolean deleteTree(String path) throws IOException;

    /**
     * Deletes a folder in which nothing is, in one atomic step: whatever comes into it at that moment stays, or its writer is told
     * that the folder is missing.
     *
     * @return false if something is in it, or nothing was there
     */
    boolean deleteEmptyFolder(String path) throws IOException;

    /** What is at the path; empty if nothing. */
    Optional<FileInfo> stat(String path) throws IOException;

    /** What is in the folder, in no order; empty also if there is no such folder. */
    List<FileInfo> list(String folder) throws IOException;

    /**
     * What tells the file system that holds this file from every other one, under whatever name it is reached: the same
     * for as long as the file system lives, and another one for a copy of the file elsewhere. Empty if it does not tell.
     */
    Optional<String> fileSystemOf(String path) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws java.nio.file.NoSuchFileException if it is missing
     */
    InputStream open(String path) throws IOException;

    /**
     * How a closed file ends: what the store itself says of its length, and its last bytes, read back.
     *
     * @param most how many bytes at most
     * @throws java.nio.file.NoSuchFileException if it is missing
     */
    FileEnd end(String path, int most) throws IOException;
}
