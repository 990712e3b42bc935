package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a service's jar in a process of its own, and keeps what it says. */
final class ServiceJar {
    /** How a run ended. */
    record Ran(int status, String said) {}

    /** What happens to a process while it runs. */
    interface Meanwhile {
        void happens(Process process) throws Exception;
    }

    private ServiceJar() {}

    /** Runs it to its end; fails if that does not come within three minutes. */
    static Ran run(String service, List<String> arguments, Path output) throws Exception {
        return run(service, arguments, output, process -> {});
    }

    /** As {@link #run(String, List, Path)}; the end has three minutes from where this was done. */
    static Ran run(String service, List<String> arguments, Path output, Meanwhile meanwhile) throws Exception {
        return run(List.of(), Map.of(), service, arguments, output, meanwhile);
    }

    /** The same with options of the JVM and variables of the environment. */
    static Ran run(
            List<String> jvm,
            Map<String, String> environment,
            String service,
            List<String> arguments,
            Path output,
            Meanwhile meanwhile)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(jvm);
        command.addAll(List.of(
                "-jar",
                Checkout.root().resolve(service + "/target/" + service + ".jar").toString()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            meanwhile.happens(process);
            boolean ended = process.waitFor(3, TimeUnit.MINUTES);
            String said = Files.readString(output);
            assertThat(ended).as("%s ends:%n%s", output.getFileName(), said).isTrue();
            return new Ran(process.exitValue(), said);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
