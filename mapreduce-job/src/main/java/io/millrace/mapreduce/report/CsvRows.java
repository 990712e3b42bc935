package io.millrace.mapreduce.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Comma-separated values. Every text is quoted, so that an empty one differs from none, which is nothing between its commas.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvRows implements Rows {
    private final Writer out;

    CsvRows(Table table, OutputStream stream) throws IOException {
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        out.write(table.columns().stream().map(Table.Column::name).collect(Collectors.joining(",")));
        out.write("\r\n");
    }

    @Override
    public void write(Object... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            if (values[i] instanceof String text) {
                out.write('"' + text.replace("\"", "\"\"") + '"');
            } else if (values[i] != null) {
                out.write(values[i].toString());
            }
        }
        out.write("\r\n");
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
