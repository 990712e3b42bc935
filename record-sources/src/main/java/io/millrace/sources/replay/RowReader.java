package io.millrace.sources.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of a recorded file one after another. A row that makes no sense is an exception, and the next one follows. */
abstract sealed class RowReader implements AutoCloseable {
    final BufferedReader reader;

    private RowReader(Path file) throws IOException {
        this.reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    static RowReader open(Path file, Mapping mapping) throws IOException {
        return mapping.input() == Mapping.Input.CSV ? new Csv(file, mapping) : new JsonLines(file);
    }

    /**
     * The next row's fields by name; empty at the end.
     *
     * @throws RecordedRow.FieldException if the row is not one
     */
    abstract Optional<Map<String, String>> next() throws IOException, RecordedRow.FieldException;

    /** The columns that every row has; empty if each row names its own. */
    abstract Optional<List<String>> columns();

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static final class Csv extends RowReader {
        private final MappingIterator<String[]> rows;
        private final List<String> names;

        Csv(Path file, Mapping mapping) throws IOException {
            super(file);
            for (int i = 0; i < mapping.skipLines(); i++) {
                reader.readLine();
            }
            ObjectReader csv = new CsvMapper()
                    .readerFor(String[].class)
                    .with(CsvParser.Feature.WRAP_AS_ARRAY)
                    .with(CsvSchema.emptySchema().withColumnSeparator(mapping.separator()));
            rows = csv.readValues(reader);
            if (!mapping.names().isEmpty()) {
                names = mapping.names();
            } else {
                names = rows.hasNext() ? List.of(rows.next()) : List.of();
            }
        }

        @Override
        Optional<List<String>> columns() {
            return Optional.of(names);
        }

        @Override
        Optional<Map<String, String>> next() throws IOException, RecordedRow.FieldException {
            String[] values;
            try {
                if (!rows.hasNextValue()) {
                    return Optional.empty();
                }
                values = rows.nextValue();
            } catch (JsonProcessingException e) {
                throw new RecordedRow.FieldException("row is not CSV: " + e.getOriginalMessage());
            }
            if (values.length != names.size()) {
                throw new RecordedRow.FieldException("row has " + values.length + " fields, must have " + names.size()
                        + " as the header or csv.names says");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 0; i < values.length; i++) {
                fields.put(names.get(i), values[i]);
            }
            return Optional.of(fields);
        }
    }

    private static final class JsonLines extends RowReader {
        private final ObjectMapper json = new ObjectMapper();

        JsonLines(Path file) throws IOException {
            super(file);
        }

        @Override
        Optional<List<String>> columns() {
            return Optional.empty();
        }

        @Override
        Optional<Map<String, String>> next() throws IOException, RecordedRow.FieldException {
            String line = reader.readLine();
            if (line == null) {
                return Optional.empty();
            }
            try {
                JsonNode node = json.readTree(line);
                if (node == null || !node.isObject()) {
                    throw new RecordedRow.FieldException("row is not a JSON object");
                }
                Map<String, String> fields = new LinkedHashMap<>();
                List<String> names = new ArrayList<>();
                node.fieldNames().forEachRemaining(names::add);
                names.forEach(name -> fields.put(
                        name, node.get(name).isNull() ? null : node.get(name).asText()));
                return Optional.of(fields);
            } catch (JsonProcessingException e) {
                throw new RecordedRow.FieldException("row is not JSON: " + e.getOriginalMessage());
            }
        }
    }
}
