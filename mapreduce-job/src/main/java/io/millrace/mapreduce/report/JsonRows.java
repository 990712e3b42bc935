package io.millrace.mapreduce.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/** An object per row, each on its line. */
final class JsonRows implements Rows {
    private final Table table;
    private final JsonGenerator json;
    private boolean any;

    JsonRows(Table table, OutputStream out) throws IOException {
        this.table = table;
        this.json = new JsonFactory().createGenerator(out);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    @Override
    public void write(Object... values) throws IOException {
        any = true;
        json.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            json.writeFieldName(table.columns().get(i).name());
            if (values[i] == null) {
                json.writeNull();
                continue;
            }
            switch (table.columns().get(i).kind()) {
                case TEXT -> json.writeString((String) values[i]);
                case WHOLE -> json.writeNumber((Long) values[i]);
                case NUMBER -> json.writeNumber((Double) values[i]);
            }
        }
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        if (any) {
            json.writeRaw('\n');
        }
        json.close();
    }
}
