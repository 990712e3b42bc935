package io.millrace.launcher.servers;

import io.millrace.runtime.cli.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What is done to whole folders. */
public final class Folders {
    private Folders() {}

    /** Deletes the folder and all in it; a link in it is deleted, not what it leads to. */
    public static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ServiceException("data folder " + folder + " cannot be deleted (" + e.getMessage() + ")", e);
        }
    }
}
