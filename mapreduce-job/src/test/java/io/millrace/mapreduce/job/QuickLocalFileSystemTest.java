package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickLocalFileSystemTest {
    @TempDir
    private java.nio.file.Path folder;

    @Test
    void files_and_folders_get_the_permissions_that_hadoop_asks_for() throws IOException {
        Configuration configuration = new Configuration();
        QuickLocalFileSystem.useIn(configuration);
        try (FileSystem fs = FileSystem.newInstance(URI.create("file:///"), configuration)) {
            assertThat(fs).isInstanceOf(QuickLocalFileSystem.class);
            Path sub = new Path(folder.resolve("sub").toUri());
            fs.mkdirs(sub, new FsPermission("0710"));
            Path file = new Path(sub, "a");
            FileSystem.create(fs, file, new FsPermission("0640")).close();
            assertThat(permissions("sub")).isEqualTo("rwx--x---");
            assertThat(permissions("sub/a")).isEqualTo("rw-r-----");
            fs.setPermission(file, new FsPermission("0000"));
            assertThat(permissions("sub/a")).isEqualTo("---------");
            fs.setPermission(sub, new FsPermission("1777"));
            assertThat((int) Files.getAttribute(folder.resolve("sub"), "unix:mode") & 07777)
                    .isEqualTo(01777);
        }
    }

    @Test
    void a_local_file_system_that_the_user_has_set_is_left_alone() {
        Configuration configuration = new Configuration();
        configuration.set("fs.file.impl", "com.acme.Files");
        QuickLocalFileSystem.useIn(configuration);
        assertThat(configuration.get("fs.file.impl")).isEqualTo("com.acme.Files");
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
