package io.millrace.mapreduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Cases and data that lie beside the repository, where they do. */
public final class SharedCases {
    private SharedCases() {}

    /** A folder or file below {@code shared}; the test is skipped where it is not there. */
    public static Path find(String name) {
        String data = System.getProperty("millrace.shared.data");
        if (data != null) {
            return required(Path.of(data).resolveSibling(name), name);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve(name);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return required(Path.of("shared").resolve(name), name);
    }

    /** The folders in a folder, by name. */
    public static List<Path> folders(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path required(Path file, String name) {
        Assumptions.assumeTrue(
                Files.exists(file),
                "shared/" + name + " is not there; name its folder data with -Dmillrace.shared.data");
        return file;
    }
}
