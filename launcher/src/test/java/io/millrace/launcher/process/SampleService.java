package io.millrace.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Stands for a service: prints its further arguments and what of its environment tests look at. Its first argument is the status that
 * it ends with; any other word lets it wait for a SIGTERM, unless it is told to end when all is done.
 */
public final class SampleService {
    private static final List<String> SHOWN = List.of(
            "KAFKA_BOOTSTRAP_SERVERS", "JDBC_USER", "JDBC_UNTIL_END", "SINK_UNTIL_END", "MILLRACE_MEANT_VARIABLES");

    private SampleService() {}

    /** Makes a runnable jar of it. */
    public static Path jar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, SampleService.class.getName());
        String entry = SampleService.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = SampleService.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }

    public static void main(String[] args) throws Exception {
        for (int i = 1; i < args.length; i++) {
            say(args[i]);
        }
        for (String name : SHOWN) {
            if (System.getenv(name) != null) {
                say(name + "=" + System.getenv(name));
            }
        }
        boolean untilEnd = System.getenv("JDBC_UNTIL_END") != null || System.getenv("SINK_UNTIL_END") != null;
        if (!args[0].matches("\\d+") && !untilEnd) {
            say("waiting");
            Thread.currentThread().join();
        }
        System.exit(untilEnd ? 0 : Integer.parseInt(args[0]));
    }

    private static void say(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(line, 0, line.length);
        System.out.flush();
    }
}
