package io.millrace.launcher.servers;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.ServiceException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checkout that the launcher runs from: where the jars lie and where data goes unless told otherwise.
 *
 * @param root the folder of the {@code millrace} script
 */
public record Home(Path root) {
    public Home {
        root = requireNonNull(root, "root").toAbsolutePath().normalize();
    }

    /** Named by the script in the system property {@code millrace.home}; the current folder otherwise. */
    public static Home find() {
        return new Home(Path.of(System.getProperty("millrace.home", "")));
    }

    /** The runnable jar of a module. */
    public Path jar(String module) {
        Path jar = root.resolve(module).resolve("target").resolve(module + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new ServiceException(jar + " is missing, must be built first: mvn package -DskipTests");
        }
        return jar;
    }

    /**
     * The class path of the launcher itself, on which Hadoop's own tools run, too. The stack comes before the libraries: it takes
     * the place of one of Hadoop's classes.
     */
    public String classPath() {
        return Stream.of(
                        "launcher/target/launcher.jar",
                        "embedded-stack/target/embedded-stack.jar",
                        "launcher/target/lib/*")
                .map(part -> root + File.separator + part)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Data of {@code ./millrace up}. */
    public Path upFolder() {
        return root.resolve(".millrace/up");
    }

    /** Data of {@code ./millrace run PRESET}. */
    public Path presetFolder(String preset) {
        return root.resolve(".millrace/presets").resolve(preset);
    }

    /** Where the presets lie. */
    public Path presets() {
        return root.resolve("presets");
    }

    /** Data of {@code ./millrace demo}. */
    public Path demoFolder() {
        return root.resolve(".millrace/demo");
    }
}
