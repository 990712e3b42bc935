package io.millrace.launcher.demo;

import io.millrace.launcher.servers.Folders;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The demo's data folder, which must be empty at the start: every record in it is counted. */
final class DemoFolder {
    private final Path folder;

    DemoFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes sure that the folder is empty.
     *
     * @param ours whether it is the demo's own folder, whose old data may go; a folder that the user named is never emptied
     */
    void prepare(boolean ours) {
        if (!Files.exists(folder)) {
            return;
        }
        if (!ours) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw new ServiceException(
                            "data folder " + folder
                                    + " is not empty, must be empty or missing for the demo because it counts every record in it");
                }
            } catch (IOException e) {
                throw new ServiceException("data folder " + folder + " cannot be read (" + e.getMessage() + ")", e);
            }
            return;
        }
        try {
            StackLock.claim(folder).close();
            delete();
        } catch (IOException e) {
            throw new ServiceException("data folder " + folder + " cannot be emptied (" + e.getMessage() + ")", e);
        }
    }

    /** Deletes the folder and all in it. */
    void delete() {
        Folders.delete(folder);
    }
}
