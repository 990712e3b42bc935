package io.millrace.launcher.query;

import io.millrace.launcher.servers.Folders;
import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one process's copies, among the system's temporary files; its name says whose it is. */
final class CopyFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CopyFolder.class);
    private static final String PREFIX = "millrace-query-";

    private CopyFolder() {}

    /** A new one, for its owner's eyes only. */
    static Path make() throws IOException {
        return Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Deletes those of processes that were killed. */
    static void sweep() throws IOException {
        sweep(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
            for (Path folder : all) {
                String pid = folder.getFileName()
                        .toString()
                        .substring(PREFIX.length())
                        .split("-")[0];
                if (pid.matches("\\d{1,18}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty()
                        && Files.isWritable(folder)) {
                    try {
                        Folders.delete(folder);
                    } catch (ServiceException e) {
                        LOG.debug("Copies of a process that is gone stay: {}", folder, e);
                    }
                }
            }
        }
    }
}
