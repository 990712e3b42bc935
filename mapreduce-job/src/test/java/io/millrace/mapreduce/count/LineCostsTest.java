package io.millrace.mapreduce.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.mapreduce.access.AccessForm;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.line.LineScanner;
import io.millrace.mapreduce.line.LineSink;
import io.millrace.mapreduce.time.TimeWindow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What counting costs one thread, without start, reading and Hadoop: processor time of 128 MiB of lines in memory, which other work on
 * the machine moves by a quarter. Levels alone and what is asked for besides, of log4j's lines and of access lines; {@code
 * -Dcosts=ROUNDS} says how often.
 */
class LineCostsTest {
    private static final int BYTES = 128 << 20;
    private static final int BLOCK = 8 << 20;
    private static final int LITTLE = 256 << 10;
    private static final String ACCESS = "access:";
    private static final List<String> ASKED =
            List.of("plain", "hour", "minute", "logger", "messages", "access:plain", "access:hour", "access:status");

    @Test
    void processor_times_are_measured() throws IOException {
        int rounds = Integer.getInteger("costs", 0);
        assumeTrue(rounds > 0, "nobody asks what lines cost; -Dcosts=ROUNDS does");
        byte[] logs = repeated(logBlock(BLOCK));
        byte[] access = repeated(accessBlock(BLOCK));
        Map<String, double[]> costs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (String what : ASKED) {
                boolean ofAccess = what.startsWith(ACCESS);
                String by = ofAccess ? what.substring(ACCESS.length()) : what;
                byte[] text = ofAccess ? access : logs;
                Run run = Run.of(by, text);
                assertThat(run.counts().total()).as(what).isEqualTo(lines(text));
                costs.computeIfAbsent(what, name -> new double[rounds])[round] = run.millis();
            }
        }
        costs.forEach((what, millis) -> {
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s median %6.1f ms (%.1f to %.1f)%n",
                    what,
                    millis[rounds / 2],
                    millis[0],
                    millis[rounds - 1]);
        });
    }

    /** A cost is worth nothing if lines were left out, or read as what they are not. */
    @Test
    void all_that_is_measured_counts_each_line_with_its_level() throws IOException {
        byte[] logs = logBlock(LITTLE);
        byte[] access = accessBlock(LITTLE);
        for (String what : ASKED) {
            boolean ofAccess = what.startsWith(ACCESS);
            byte[] text = ofAccess ? access : logs;
            LevelCounts counts = Run.of(ofAccess ? what.substring(ACCESS.length()) : what, text)
                    .counts();
            assertThat(counts.total()).as(what).isEqualTo(lines(text));
            assertThat(counts.none()).as(what).isEqualTo(ofAccess ? lines(text) : 0);
        }
    }

    private static long lines(byte[] text) {
        long lines = 0;
        for (byte c : text) {
            lines += c == '\n' ? 1 : 0;
        }
        return lines;
    }

    /**
     * One pass over a text.
     *
     * @param millis processor time
     * @param counts what was counted
     */
    private record Run(double millis, LevelCounts counts) {
        static Run of(String what, byte[] text) throws IOException {
            LineFormat format = FormatFinder.any().find(text, FormatFinder.HEAD, false);
            PartCounts counts = new PartCounts();
            LineSink sink = what.equals("plain")
                    ? new LevelCounter(format, counts.levels())
                    : counter(what, format, counts, text);
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            new LineScanner(LineScanner.BUFFER).scan(new ByteArrayInputStream(text), 0, Long.MAX_VALUE, sink);
            double millis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
            return new Run(millis, counts.levels());
        }

        private static RecordCounter counter(String what, LineFormat format, PartCounts counts, byte[] text) {
            boolean messages = what.equals("messages");
            Wanted wanted = new Wanted(
                    By.parse(messages ? "none" : what), true, messages, false, TimeWindow.all(ZoneOffset.UTC));
            return new RecordCounter(
                    format, counts, Tables.unused(), wanted, "a.log", AccessForm.of(text, FormatFinder.HEAD));
        }
    }

    private static byte[] repeated(byte[] block) {
        int end = block.length;
        while (block[end - 1] != '\n') {
            end--;
        }
        byte[] text = new byte[BYTES / end * end];
        for (int at = 0; at < text.length; at += end) {
            System.arraycopy(block, 0, text, at, end);
        }
        return text;
    }

    /** The lines of benchmarks' LogFiles. */
    private static byte[] logBlock(int least) {
        String[] levels = {"INFO ", "WARN ", "ERROR", "DEBUG"};
        int[] shares = {70, 90, 98, 100};
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < least; i++) {
            int share = random.nextInt(100);
            int level = 0;
            while (share >= shares[level]) {
                level++;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "2026-11-%02d %02d:%02d:%02d,%03d %s [worker-%d] com.acme.orders.OrderService: order %d of customer %d took %d ms"
                            + " in state %s%n",
                    1 + i / 3600 % 28,
                    i / 60 % 24,
                    i % 60,
                    random.nextInt(60),
                    random.nextInt(1000),
                    levels[level],
                    random.nextInt(16),
                    random.nextInt(1_000_000_000),
                    random.nextInt(1_000_000),
                    random.nextInt(10_000),
                    random.nextBoolean() ? "ERROR_FREE" : "DELIVERED"));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] accessBlock(int least) {
        String[] paths = {"/", "/index.html", "/api/orders", "/api/customers/7", "/static/app.js", "/login"};
        int[] statuses = {200, 200, 200, 200, 304, 404, 500, 302};
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < least; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "10.%d.%d.%d - - [%02d/Nov/2026:%02d:%02d:%02d +0000] \"%s %s?id=%d HTTP/1.1\" %d %d \"https://shop.example/\""
                            + " \"Mozilla/5.0 (X11; Linux x86_64)\"%n",
                    random.nextInt(8),
                    random.nextInt(256),
                    random.nextInt(256),
                    1 + i / 3600 % 28,
                    i / 60 % 24,
                    i % 60,
                    random.nextInt(60),
                    random.nextInt(5) == 0 ? "POST" : "GET",
                    paths[random.nextInt(paths.length)],
                    random.nextInt(1_000_000),
                    statuses[random.nextInt(statuses.length)],
                    random.nextInt(100_000)));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
