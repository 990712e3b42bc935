package io.millrace.consumer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds the folder of real test data that may lie beside the checkout; without it the test is skipped with a line. */
final class SharedData {

    private SharedData() {}

    /** The path of a file or folder in the shared data. */
    static Path path(String relative) {
        String property = System.getProperty("millrace.shared.data");
        Stream<Path> candidates = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                        .map(folder -> folder.resolve("shared/data"));
        Path found = candidates
                .map(folder -> folder.resolve(relative))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "SKIPPED: no shared/data/" + relative + " beside this checkout");
        return found;
    }
}
