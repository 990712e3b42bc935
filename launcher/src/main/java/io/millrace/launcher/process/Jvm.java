package io.millrace.launcher.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of child JVMs: the same JDK as this one, quiet about what its libraries do on newer JDKs. */
public final class Jvm {
    private Jvm() {}

    /** {@code java} with the flags that this JDK needs and a limit for the heap. */
    public static List<String> command(int heapMebibytes, String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMebibytes + "m");
        // Short-lived and many on few cores: compile less, start faster. The optimizing compiler took a third of the
        // demo's processor time, and gave nothing back in a run that short.
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of(more));
        return command;
    }
}
