package io.millrace.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.launcher.servers.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The checkout that the tests run in, and the real data that may lie beside it. */
final class Checkout {
    private Checkout() {}

    /** The folder of the {@code millrace} script. */
    static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("millrace")))
                .findFirst()
                .orElseThrow();
    }

    /** The class path of the launcher as the script sets it. */
    static String launcherClassPath() {
        return new Home(root()).classPath();
    }

    /** A file of the real data; without it the test is skipped with a line. */
    static Path sharedData(String relative) {
        String property = System.getProperty("millrace.shared.data");
        Path folder = property != null
                ? Path.of(property)
                : root().resolveSibling("shared").resolve("data");
        Path file = folder.resolve(relative);
        assumeTrue(Files.exists(file), "skipped: no shared/data/" + relative + " beside this checkout");
        return file;
    }
}
