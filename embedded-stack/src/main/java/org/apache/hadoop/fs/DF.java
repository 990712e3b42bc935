package org.apache.hadoop.fs;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;

/**
 * Takes the place of Hadoop's class of this name, which asks a shell and puts the path into its command unquoted: with an
 * apostrophe in the path no NameNode starts, and what follows the apostrophe is run as a command. This one asks Java. See
 * decision 0088.
 */
public class DF {
    /** Hadoop's name for how long a result holds, in milliseconds; here each question is answered anew. */
    public static final long DF_INTERVAL_DEFAULT = 3 * 1000;

    private final File folder;

    public DF(File path, Configuration conf) throws IOException {
        this(path, DF_INTERVAL_DEFAULT);
    }

    public DF(File path, long interval) throws IOException {
        folder = path.getCanonicalFile();
    }

    /** The folder, without links. */
    public String getDirPath() {
        return folder.getPath();
    }

    /** The device or other source of the file system. */
    public String getFilesystem() throws IOException {
        return store().name();
    }

    /** Bytes that the file system can hold. */
    public long getCapacity() {
        return folder.getTotalSpace();
    }

    /** Bytes in use. */
    public long getUsed() {
        return folder.getTotalSpace() - folder.getFreeSpace();
    }

    /** Bytes that this user can still write. */
    public long getAvailable() {
        return folder.getUsableSpace();
    }

    /** How much is in use, of a hundred. */
    public int getPercentUsed() {
        double capacity = getCapacity();
        return (int) ((capacity - getAvailable()) * 100.0 / capacity);
    }

    /** Where the file system is mounted. */
    public String getMount() throws IOException {
        // "mount point (source)" on every Unix.
        String store = store().toString();
        String source = " (" + store().name() + ")";
        return store.endsWith(source) ? store.substring(0, store.length() - source.length()) : store;
    }

    private FileStore store() throws IOException {
        return Files.getFileStore(folder.toPath());
    }

    @Override
    public String toString() {
        return "df of " + folder;
    }
}
