package io.millrace.launcher.parts;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What the demo shows: on a terminal a status line that redraws, elsewhere plain lines. Not thread-safe. */
public final class Screen {
    /** Without a terminal a status of this age at least is followed by the next: a log should not fill with them. */
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean terminal;
    private long lastPlain = Long.MIN_VALUE;
    private boolean statusShown;

    public Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A line that stays. */
    public void line(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    /** The state of things; the next one takes its place. */
    public void status(String text) {
        if (terminal) {
            out.print("\r\033[K" + text);
            out.flush();
            statusShown = true;
        } else if (System.nanoTime() - lastPlain > PLAIN_INTERVAL.toNanos() || lastPlain == Long.MIN_VALUE) {
            lastPlain = System.nanoTime();
            out.println(text);
            out.flush();
        }
    }

    /** A bar of 20 characters, full at {@code done == total}. */
    public static String bar(long done, long total) {
        int filled = total <= 0 ? 0 : (int) Math.min(20, 20 * done / total);
        return "[" + "#".repeat(filled) + ".".repeat(20 - filled) + "]";
    }

    /** 6000 as {@code 6,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A size in bytes for people. */
    public static String size(long bytes) {
        if (bytes < 10_000) {
            return count(bytes) + " B";
        }
        return bytes < 10_000_000 ? count(bytes >> 10) + " KiB" : count(bytes >> 20) + " MiB";
    }

    private void clear() {
        if (statusShown) {
            out.print("\r\033[K");
            statusShown = false;
        }
    }
}
