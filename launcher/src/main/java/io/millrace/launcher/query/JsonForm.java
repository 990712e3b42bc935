package io.millrace.launcher.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.runtime.VisibleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.Map;

/** One JSON object for each row, on a line of its own. Bytes are text as DuckDB writes them, NaN and infinities are text. */
final class JsonForm implements ResultForm {
    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void write(ResultSet rows, PrintWriter out) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        while (rows.next() && !out.checkError()) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json =
                    JSON.createGenerator(line).enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)) {
                json.writeStartObject();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    json.writeFieldName(columns.getColumnLabel(i));
                    Object value = rows.getObject(i);
                    if (columns.getColumnTypeName(i).equals("JSON") && value != null) {
                        json.writeRawValue(rows.getString(i));
                    } else if (isPlain(value)) {
                        plain(json, value, CellText.of(rows, i));
                    } else {
                        nested(json, value);
                    }
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            // What nobody sees stands in strings only, where JSON writes it in the same way: the values stay what they
            // are.
            out.println(VisibleText.of(line.toString()));
        }
    }

    private static boolean isPlain(Object value) {
        return !(value instanceof Struct || value instanceof Array || value instanceof Map);
    }

    private static void plain(JsonGenerator json, Object value, String text) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof BigInteger number) {
            json.writeNumber(number);
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                json.writeNumber(text);
            } else {
                json.writeString(text);
            }
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString(text);
        }
    }

    private static void nested(JsonGenerator json, Object value) throws IOException, SQLException {
        if (value instanceof Struct struct) {
            fields(json, struct);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                nested(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Array array) {
            json.writeStartArray();
            for (Object element : (Object[]) array.getArray()) {
                nested(json, element);
            }
            json.writeEndArray();
        } else {
            plain(json, value, String.valueOf(value));
        }
    }

    private static void fields(JsonGenerator json, Struct struct) throws IOException, SQLException {
        json.writeStartObject();
        for (Map.Entry<String, Object> field :
                ((org.duckdb.DuckDBStruct) struct).getMap().entrySet()) {
            json.writeFieldName(field.getKey());
            nested(json, field.getValue());
        }
        json.writeEndObject();
    }
}
