package io.millrace.consumer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The consumer service in a process of its own, for tests that kill it. */
public final class ServiceProcess implements AutoCloseable {

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** Starts it; what it prints goes to the file. */
    public static ServiceProcess start(Path log, List<String> arguments) throws IOException {
        return new ServiceProcess(new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** What starts it with the test's own class path. */
    public static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.consumer.ConsumerService"));
        command.addAll(arguments);
        return command;
    }

    /** The process's number. */
    public long pid() {
        return process.pid();
    }

    /** SIGKILL: nothing in the process hears of it. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and the exit status. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitStatus();
    }

    /** The exit status of a process that has been told to end. */
    public int awaitStatus() throws InterruptedException {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the service did not end within 40 s");
        }
        return process.exitValue();
    }

    /** Sends a signal by name, such as STOP, CONT or HUP. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
