package io.millrace.mapreduce.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Draws into a PNG image by the JRE's own graphics, without a display. */
final class PngCanvas implements Canvas {
    private static final int SCALE = 2;

    private final BufferedImage image;
    private final Graphics2D graphics;

    PngCanvas(int width, int height) throws IOException {
        try {
            System.setProperty("java.awt.headless", "true");
            image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
            graphics = image.createGraphics();
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        } catch (LinkageError | RuntimeException e) {
            throw cannot(e);
        }
    }

    @Override
    public void box(double x, double y, double width, double height, int colour) {
        graphics.setColor(new Color(colour));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void text(double x, double baseline, String text, int size, int colour, Anchor anchor) {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, size));
        graphics.setColor(new Color(colour));
        double width = switch (anchor) {
            case START -> 0;
            case MIDDLE -> graphics.getFontMetrics().stringWidth(text) / 2.0;
            case END -> graphics.getFontMetrics().stringWidth(text);
        };
        graphics.drawString(text, (float) (x - width), (float) baseline);
    }

    @Override
    public void save(Path file) throws IOException {
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException(
                    "chart " + file + ": this Java has no writer for PNG; a name that ends in .svg works everywhere");
        }
    }

    static IOException cannot(Throwable cause) {
        return new IOException(
                "this Java cannot draw PNG (" + cause.getClass().getSimpleName()
                        + ": it lacks the graphics or font libraries, "
                        + "as headless images of Java often do); a chart whose name ends in .svg works everywhere",
                cause);
    }
}
