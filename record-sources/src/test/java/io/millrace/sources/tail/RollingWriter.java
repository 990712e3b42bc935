package io.millrace.sources.tail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;

/**
 * An application in a process of its own that logs through Logback or Log4j2, as people configure them: numbered lines at a
 * pace, until its input ends. Then it prints how many lines there were.
 */
final class RollingWriter {
    private static final int TICKS = 20;

    private RollingWriter() {}

    /** Starts one; what it says goes to {@code said}. */
    static Process start(RollingSetting setting, Path configuration, int linesPerSecond, Path said) throws IOException {
        List<String> command = SourceProcess.java(
                // To pack with xz takes more than a hundred megabytes.
                "-Xmx384m",
                "-D" + setting.framework().property + "=" + configuration.toUri(),
                RollingWriter.class.getName(),
                setting.framework().name(),
                String.valueOf(linesPerSecond));
        return new ProcessBuilder(command).redirectError(said.toFile()).start();
    }

    /** Whose appenders write. */
    enum Framework {
        LOGBACK("logback.configurationFile"),
        LOG4J("log4j2.configurationFile");

        private final String property;

        Framework(String property) {
            this.property = property;
        }

        private IntConsumer lines() {
            if (this == LOGBACK) {
                org.slf4j.Logger logger = LoggerFactory.getLogger("com.acme.Service");
                return number -> logger.info("request {} of a customer", number);
            }
            org.apache.logging.log4j.Logger logger = LogManager.getLogger("com.acme.Service");
            return number -> logger.info("request {} of a customer", number);
        }
    }

    public static void main(String[] args) throws Exception {
        IntConsumer lines = Framework.valueOf(args[0]).lines();
        int perTick = Integer.parseInt(args[1]) / TICKS;
        int[] written = new int[1];
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        pace.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < perTick; i++) {
                        lines.accept(++written[0]);
                    }
                },
                0,
                1000 / TICKS,
                TimeUnit.MILLISECONDS);
        // Until it is told to end.
        System.in.transferTo(OutputStream.nullOutputStream());
        pace.shutdown();
        if (pace.awaitTermination(60, TimeUnit.SECONDS)) {
            System.out.println(written[0]);
        }
        // With their hooks: what is being packed is packed to its end.
        System.exit(0);
    }
}
