package io.millrace.launcher.screen;

import io.millrace.runtime.ShutdownSignal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What a command shows: lines that stay, and the state of things, which on a terminal redraws in place and elsewhere comes as
 * plain lines with the time. Thread-safe.
 */
public final class Screen implements AutoCloseable {
    /** Without a terminal a status of this age at least is followed by the next: a log should not fill with them. */
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
    /** One that says the same again is a sign of life only. */
    private static final Duration PLAIN_REPEAT = Duration.ofSeconds(60);

    private final PrintWriter out;
    private final boolean terminal;
    private final IntSupplier width;
    private final LongSupplier nanoTime;
    private final long start;
    private long lastPlain;
    private List<String> lastStatus = List.of();
    private int linesShown;
    private String onStop;

    /**
     * @param terminal whether the output is one
     * @param width its width in columns, asked at each status
     * @param nanoTime the clock
     */
    Screen(PrintWriter out, boolean terminal, IntSupplier width, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /** Of this process's output; the script says whether it is a terminal. */
    public static Screen on(PrintWriter out) {
        boolean terminal = Boolean.getBoolean("millrace.terminal");
        return new Screen(out, terminal, terminal ? Terminal.width() : () -> 80, System::nanoTime);
    }

    /** A line that stays. */
    public synchronized void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** The state of things, one line for each; the next takes its place. What is wider than the terminal is cut. */
    public synchronized void status(List<String> lines) {
        if (terminal) {
            clear();
            int columns = Math.max(2, width.getAsInt() - 1);
            out.print(String.join(
                    "\n", lines.stream().map(line -> cut(line, columns)).toList()));
            out.flush();
            linesShown = lines.size();
            return;
        }
        long now = nanoTime.getAsLong();
        Duration since = Duration.ofNanos(now - lastPlain);
        boolean first = lastStatus.isEmpty();
        if (first || since.compareTo(lines.equals(lastStatus) ? PLAIN_REPEAT : PLAIN_INTERVAL) > 0) {
            lastPlain = now;
            lastStatus = List.copyOf(lines);
            out.println(String.format(
                            Locale.ROOT,
                            "[%3d s] ",
                            Duration.ofNanos(now - start).toSeconds())
                    + String.join("; ", lines));
            out.flush();
        }
    }

    /** A state of one line. */
    public void status(String text) {
        status(List.of(text));
    }

    /** Says this as soon as a stop is asked for, until something else is to be said then; at once if it was already. */
    public void sayOnStop(ShutdownSignal stop, String text) {
        boolean first;
        synchronized (this) {
            first = onStop == null;
            onStop = text;
        }
        if (first) {
            stop.onRequest(() -> {
                synchronized (this) {
                    line(onStop);
                }
            });
        }
    }

    /** 6000 as {@code 6,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 file}, {@code 6,000 files}. */
    public static String count(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** A line of a job's result for people: a name and its count in columns; anything else as it is. */
    public static String counted(String line) {
        String[] fields = line.split("\t", -1);
        return fields.length == 2 && fields[1].matches("\\d{1,18}")
                ? String.format(Locale.ROOT, "%-8s %12s", fields[0], count(Long.parseLong(fields[1])))
                : line;
    }

    /** A size in bytes for people. */
    public static String size(long bytes) {
        if (bytes < 10_000) {
            return count(bytes) + " B";
        }
        return bytes < 10_000_000 ? count(bytes >> 10) + " KiB" : count(bytes >> 20) + " MiB";
    }

    /** So much of the text as fits, with a sign that there was more. Letters beyond ASCII are taken for two columns wide. */
    static String cut(String text, int columns) {
        int used = 0;
        int fits = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            used += text.codePointAt(at) < 0x80 ? 1 : 2;
            if (used > columns) {
                return text.substring(0, fits) + "…";
            }
            if (used < columns) {
                fits = at + Character.charCount(text.codePointAt(at));
            }
        }
        return text;
    }

    /** Keeps the last status on the terminal: something else writes there next. */
    @Override
    public synchronized void close() {
        if (linesShown > 0) {
            out.println();
            out.flush();
            linesShown = 0;
        }
    }

    private void clear() {
        if (linesShown > 1) {
            out.print("\033[" + (linesShown - 1) + "A");
        }
        if (linesShown > 0) {
            out.print("\r\033[J");
            linesShown = 0;
        }
    }
}
