package io.millrace.launcher.query;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** CSV by RFC 4180, with a line of names; null is nothing between two commas, an empty text is {@code ""}. */
final class CsvForm implements ResultForm {
    @Override
    public void write(ResultSet rows, PrintWriter out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(value(columns.getColumnLabel(i)));
        }
        out.print(String.join(",", names) + "\r\n");
        // True if whoever read our output is gone, such as head.
        while (rows.next() && !out.checkError()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= names.size(); i++) {
                values.add(value(CellText.of(rows, i)));
            }
            out.print(String.join(",", values) + "\r\n");
        }
    }

    private static String value(String text) {
        if (text == null) {
            return "";
        }
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
