package io.millrace.launcher.query;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes each line of a text as a row of CSV (RFC 4180): file, number from 1, line. Whatever a line holds, it stays one value. */
final class LinesAsCsv {
    private final byte[] file;

    LinesAsCsv(String file) {
        this.file = ('"' + file.replace("\"", "\"\"") + "\",").getBytes(StandardCharsets.UTF_8);
    }

    /** Copies to the end of the input. Bytes that are no UTF-8 become U+FFFD. */
    void copy(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                row(++number, line, out);
                line.reset();
            } else {
                line.write(b);
            }
        }
        if (line.size() > 0) {
            row(++number, line, out);
        }
    }

    private void row(long number, ByteArrayOutputStream line, OutputStream out) throws IOException {
        String text = line.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        out.write(file);
        out.write((number + ",\"" + text.replace("\"", "\"\"").replace("\0", "\uFFFD") + "\"\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
