package io.millrace.producer.simulate;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Logs of a few machines, as Log4j or Logback write them: {@code 2026-01-31 12:00:00,123 WARN  [worker-3] pump.Valve -
 * message}. Of a hundred records about 12 are DEBUG, 75 INFO, 9 WARN and 4 ERROR; two errors in three carry a stack
 * trace, which makes one record of several lines.
 */
public final class LogSimulation implements Simulation {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS").withZone(ZoneOffset.UTC);
    private static final String[] LOGGERS = {
        "pump.Controller", "pump.Valve", "oven.Heater", "belt.Motor", "press.Hydraulics", "net.Gateway"
    };
    private static final String[] DEBUG = {
        "Polled register %d in %d us", "Queue depth is %d, oldest entry %d ms", "Cache hit for part %d of order %d"
    };
    private static final String[] INFO = {
        "Started cycle %d of order %d",
        "Finished cycle %d after %d ms",
        "Calibrated channel %d, offset %d um",
        // Words of other levels inside a message, as real logs have them.
        "No error in self test %d, %d checks",
        "Operator cleared warning %d at station %d"
    };
    private static final String[] WARN = {
        "Pressure of line %d is %d hPa above its set point",
        "Retrying write to register %d, attempt %d",
        "Answer of unit %d took %d ms"
    };
    private static final String[] ERROR = {
        "Cannot read sensor %d, status %d",
        "Emergency stop of unit %d, code %d",
        "Lost connection to unit %d after %d ms"
    };
    private static final String[] EXCEPTIONS = {
        "java.io.IOException: Connection reset by peer",
        "java.lang.IllegalStateException: unit is not ready",
        "java.util.concurrent.TimeoutException: no answer within 5000 ms"
    };

    private final Noise noise;
    private final byte[][] machines;
    private final int perRound;

    /**
     * @param machines how many machines write; the records' keys are their names
     * @param perRound records of each round, by machines that chance chooses
     */
    public LogSimulation(int machines, int perRound, long seed) {
        this.noise = new Noise(seed);
        this.perRound = perRound;
        this.machines = new byte[machines][];
        for (int i = 0; i < machines; i++) {
            this.machines[i] = ("machine-" + (i + 1)).getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public boolean round(long epochMillis, Sink sink) {
        for (int i = 0; i < perRound; i++) {
            String text = text(epochMillis);
            if (!sink.record(machines[noise.below(machines.length)], text.getBytes(StandardCharsets.UTF_8))) {
                return false;
            }
        }
        return true;
    }

    private String text(long epochMillis) {
        int chance = noise.below(100);
        String level = chance < 12 ? "DEBUG" : chance < 87 ? "INFO" : chance < 96 ? "WARN" : "ERROR";
        String[] messages = switch (level) {
            case "DEBUG" -> DEBUG;
            case "INFO" -> INFO;
            case "WARN" -> WARN;
            default -> ERROR;
        };
        String logger = pick(LOGGERS);
        StringBuilder text = new StringBuilder(120)
                .append(TIME.format(Instant.ofEpochMilli(epochMillis)))
                .append(' ')
                .append(level.length() == 4 ? level + " " : level)
                .append(" [worker-")
                .append(noise.below(8) + 1)
                .append("] ")
                .append(logger)
                .append(" - ")
                .append(String.format(pick(messages), noise.below(64), noise.below(5000)));
        if (level.equals("ERROR") && noise.below(3) < 2) {
            appendStackTrace(text, logger);
        }
        return text.toString();
    }

    private void appendStackTrace(StringBuilder text, String logger) {
        text.append('\n').append(pick(EXCEPTIONS));
        int frames = 3 + noise.below(6);
        for (int i = 0; i < frames; i++) {
            text.append("\n\tat io.plant.")
                    .append(i < 2 ? logger : pick(LOGGERS))
                    .append(".step")
                    .append(noise.below(9))
                    .append('(')
                    .append(logger.substring(logger.indexOf('.') + 1))
                    .append(".java:")
                    .append(20 + noise.below(400))
                    .append(')');
        }
        if (noise.below(3) == 0) {
            text.append("\nCaused by: ")
                    .append(pick(EXCEPTIONS))
                    .append("\n\t... ")
                    .append(frames)
                    .append(" more");
        }
    }

    private String pick(String[] of) {
        return of[noise.below(of.length)];
    }
}
