package io.millrace.benchmarks.sources;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Makes a log4j file: lines of about 137 bytes, always the same ones. */
final class LogLines {
    private static final String[] LEVELS = {"INFO ", "INFO ", "INFO ", "WARN ", "ERROR", "DEBUG"};
    private static final int BLOCK = 8 << 20;

    private LogLines() {}

    /** Makes a file of at least so many bytes, unless it is there already. */
    static void make(Path file, long bytes) throws IOException {
        if (Files.exists(file) && Files.size(file) >= bytes) {
            return;
        }
        byte[] block = block();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += block.length) {
                out.write(block);
            }
        }
    }

    /** About 8 MiB of whole lines. */
    static byte[] block() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < BLOCK; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "2026-11-%02d %02d:%02d:%02d,%03d %s [worker-%d] com.acme.orders.OrderService: order %d of customer %d took"
                            + " %d ms in state %s\n",
                    1 + i / 3600 % 28,
                    i / 60 % 24,
                    i % 60,
                    random.nextInt(60),
                    random.nextInt(1000),
                    LEVELS[random.nextInt(LEVELS.length)],
                    random.nextInt(16),
                    random.nextInt(1_000_000_000),
                    random.nextInt(1_000_000),
                    random.nextInt(10_000),
                    random.nextBoolean() ? "ERROR_FREE" : "DELIVERED"));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
