package io.millrace.mapreduce.chart;

import java.io.IOException;
import java.nio.file.Path;

/** Something to draw on. Lengths are in pixels, colours are 0xRRGGBB. */
interface Canvas {
    void box(double x, double y, double width, double height, int colour);

    /** Draws one line of text; anchor is where x lies: at its start, its middle or its end. */
    void text(double x, double baseline, String text, int size, int colour, Anchor anchor);

    void save(Path file) throws IOException;

    /** Which place of a text a position means. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }
}
