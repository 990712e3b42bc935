package io.millrace.launcher;

import static java.util.Objects.requireNonNull;

import io.millrace.runtime.cli.ServiceException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    static Home find() {
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

    /** The class path on which Hadoop's own tools run. */
    public String hadoopClassPath() {
        Path target = root.resolve("embedded-stack/target");
        return target.resolve("embedded-stack.jar") + java.io.File.pathSeparator + target.resolve("lib") + "/*";
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
