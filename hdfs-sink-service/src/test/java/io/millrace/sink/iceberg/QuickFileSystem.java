package io.millrace.sink.iceberg;

import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** The local file system without permissions, for each of which Hadoop starts a process where it has no native library. */
public class QuickFileSystem extends LocalFileSystem {
    /** As Hadoop makes it. */
    public QuickFileSystem() {
        super(new WithoutPermissions());
    }

    private static final class WithoutPermissions extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) {
            // Nobody asks for them here.
        }
    }
}
