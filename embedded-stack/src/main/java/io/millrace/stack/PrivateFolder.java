package io.millrace.stack;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders that only their owner reads, where the file system knows owners: servers write what is in them for everybody to read. */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateFolder() {}

    /**
     * Makes the folder, or closes one that is there to others.
     *
     * @throws ServiceException if it cannot be made or is another user's
     */
    public static void make(Path folder) {
        try {
            if (!makeIfMissing(folder)) {
                close(folder);
            }
        } catch (IOException e) {
            throw new ServiceException(
                    "folder " + folder + " cannot be closed to other users, must be yours (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Makes the folder, and those above it as they usually are. One that is there stays as it is.
     *
     * @return whether it was made
     */
    static boolean makeIfMissing(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return false;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return false;
            }
            throw e;
        }
        close(folder);
        return true;
    }

    private static void close(Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view != null && !view.readAttributes().permissions().equals(OWNER_ONLY)) {
            view.setPermissions(OWNER_ONLY);
        }
    }
}
