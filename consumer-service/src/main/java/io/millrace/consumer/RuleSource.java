package io.millrace.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.consumer.rules.InvalidRulesException;
import io.millrace.consumer.rules.RuleProblem;
import io.millrace.consumer.rules.RuleReader;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.runtime.Signals;
import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force: read once at the start, and again when the file changes or SIGHUP asks for it. A file that does
 * not compile changes nothing but the log and a counter.
 */
final class RuleSource implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RuleSource.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;

    private final Optional<Path> file;
    private final Semaphore wake = new Semaphore(0);
    private volatile RuleSet latest;
    private volatile boolean asked;
    private String text = "";
    private Thread watcher;
    private Counter failures;

    private RuleSource(Optional<Path> file) {
        this.file = file;
    }

    /**
     * Reads the rules.
     *
     * @throws SettingsException with every problem in the file
     */
    static RuleSource of(Optional<Path> file) {
        RuleSource source = new RuleSource(file);
        if (file.isEmpty()) {
            source.latest = RuleSet.builtIn();
            return source;
        }
        try {
            source.text = read(file.get());
            source.latest = RuleReader.read(file.get().toString(), source.text);
            return source;
        } catch (IOException e) {
            throw new SettingsException("--rules is '%s', must be a readable UTF-8 file".formatted(file.get()));
        } catch (InvalidRulesException e) {
            throw new SettingsException(
                    e.problems().stream().map(RuleProblem::toString).toList());
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** The rules to use from now on. */
    RuleSet latest() {
        return latest;
    }

    /** Begins to look after the file. */
    void watch(MeterRegistry registry) {
        failures = Counter.builder("millrace.consumer.rules.reload.failures")
                .description("Changed rule files that could not be used")
                .register(registry);
        if (file.isEmpty()) {
            return;
        }
        Signals.on("HUP", () -> {
            asked = true;
            wake.release();
        });
        watcher = new Thread(this::look, "rules");
        watcher.setDaemon(true);
        watcher.start();
    }

    private void look() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (wake.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
                reload();
            }
        } catch (InterruptedException e) {
            log.trace("Watching the rules ends", e);
        }
    }

    private void reload() {
        boolean forced = asked;
        asked = false;
        try {
            String now = read(file.get());
            if (now.equals(text) && !forced) {
                return;
            }
            text = now;
            latest = RuleReader.read(file.get().toString(), now);
            log.info(
                    "Rules loaded again: file={} rules={}",
                    file.get(),
                    latest.rules().size());
        } catch (InvalidRulesException e) {
            failures.increment();
            log.error("The changed rules cannot be used, the old ones stay in force: {}", e.getMessage());
        } catch (CharacterCodingException e) {
            keep("it is not UTF-8", forced);
        } catch (IOException e) {
            keep("it cannot be read: " + e.getMessage(), forced);
        }
    }

    /** An editor may take a file away for a moment; that is worth a line only once. */
    private void keep(String reason, boolean forced) {
        if (!text.isEmpty() || forced) {
            text = "";
            failures.increment();
            log.error("The rule file {} cannot be used, the old rules stay in force: {}", file.get(), reason);
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
    }
}
