package io.millrace.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds the folder of real test data that may lie beside the checkout; without it the test is skipped with a line. */
public final class SharedData {
    private SharedData() {}

    /** The path of a file or folder in the shared data, for instance {@code json-suite/test_parsing}. */
    public static Path path(String relative) {
        String property = System.getProperty("millrace.shared.data");
        Stream<Path> candidates = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                        .map(folder -> folder.resolve("shared/data"));
        Path found = candidates
                .map(folder -> folder.resolve(relative))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "skipped: no shared/data/" + relative + " beside this checkout");
        return found;
    }
}
