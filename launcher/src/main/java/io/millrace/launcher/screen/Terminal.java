package io.millrace.launcher.screen;

import io.millrace.runtime.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The terminal that this process writes to. */
final class Terminal {
    /** What a terminal has that does not say its width. */
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Its width in columns; follows changes of its size. */
    static IntSupplier width() {
        AtomicInteger width = new AtomicInteger(ask());
        Signals.on("WINCH", () -> width.set(ask()));
        return width::get;
    }

    /** Java has no way to ask a terminal; stty, which every Unix has, does. */
    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ");
            int columns = stty.waitFor() == 0 && size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return columns > 0 ? columns : USUAL_WIDTH;
        } catch (IOException | NumberFormatException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }
}
