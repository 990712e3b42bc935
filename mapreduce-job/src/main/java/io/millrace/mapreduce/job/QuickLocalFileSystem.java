package io.millrace.mapreduce.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.NativeCodeLoader;

/**
 * The local file system, with permissions set by Java. Without its native library Hadoop starts a {@code chmod} process for
 * each file and folder that it makes: 40 for the smallest job, five more for each map task.
 */
public final class QuickLocalFileSystem extends LocalFileSystem {
    private static final String IMPLEMENTATION = "fs.file.impl";

    /** For Hadoop. */
    public QuickLocalFileSystem() {
        super(new Raw());
    }

    /** Makes the configuration's local file system this one, unless Hadoop can set permissions itself or another is set. */
    static void useIn(Configuration configuration) {
        if (!NativeCodeLoader.isNativeCodeLoaded() && configuration.get(IMPLEMENTATION) == null) {
            configuration.setClass(IMPLEMENTATION, QuickLocalFileSystem.class, LocalFileSystem.class);
        }
    }

    private static final class Raw extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) throws IOException {
            java.nio.file.Path file = pathToFile(path).toPath();
            if (permission.getStickyBit()
                    || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                super.setPermission(path, permission);
            } else {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permission.toString()));
            }
        }
    }
}
