package io.millrace.benchmarks.mapreduce;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Makes log4j files: lines of about 140 bytes, 70 % INFO, 20 % WARN, 8 % ERROR, 2 % DEBUG; always the same ones. */
final class LogFiles {
    private static final String[] LEVELS = {"INFO ", "WARN ", "ERROR", "DEBUG"};
    private static final int[] SHARES = {70, 90, 98, 100};
    private static final int BLOCK = 8 << 20;

    private LogFiles() {}

    /** Makes so many files of about so many bytes each, unless they are there already. */
    static void make(Path folder, int files, long bytesEach) throws IOException {
        Files.createDirectories(folder);
        byte[] block = block();
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "app-%02d.log", i));
            if (Files.exists(file) && Files.size(file) >= bytesEach) {
                continue;
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long written = 0; written < bytesEach; written += block.length) {
                    out.write(block, 0, whole(block, (int) Math.min(block.length, bytesEach - written)));
                }
            }
        }
    }

    /** The end of the line in which byte number length is. */
    private static int whole(byte[] block, int length) {
        int end = length;
        while (end > 0 && end < block.length && block[end - 1] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] block() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < BLOCK; i++) {
            int share = random.nextInt(100);
            int level = 0;
            while (share >= SHARES[level]) {
                level++;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "2026-11-%02d %02d:%02d:%02d,%03d %s [worker-%d] com.acme.orders.OrderService: order %d of customer %d took %d ms in state %s%n",
                    1 + i / 3600 % 28,
                    i / 60 % 24,
                    i % 60,
                    random.nextInt(60),
                    random.nextInt(1000),
                    LEVELS[level],
                    random.nextInt(16),
                    random.nextInt(1_000_000_000),
                    random.nextInt(1_000_000),
                    random.nextInt(10_000),
                    random.nextBoolean() ? "ERROR_FREE" : "DELIVERED"));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
