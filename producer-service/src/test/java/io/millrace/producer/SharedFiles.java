package io.millrace.producer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real-world input that lies beside the repository, where it does. */
final class SharedFiles {
    private SharedFiles() {}

    /** The file; the test is skipped where it is not there. */
    static Path find(String name) {
        String given = System.getProperty("millrace.shared.data");
        if (given != null) {
            return required(Path.of(given).resolve(name), name);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared/data").resolve(name);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return required(Path.of("shared/data").resolve(name), name);
    }

    /** A mapping file of the documentation. */
    static Path mapping(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("docs/mappings").resolve(name);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw new AssertionError("docs/mappings/" + name + " is missing");
    }

    private static Path required(Path file, String name) {
        Assumptions.assumeTrue(
                Files.exists(file),
                "shared/data/" + name + " is not there; name its folder with -Dmillrace.shared.data");
        return file;
    }
}
