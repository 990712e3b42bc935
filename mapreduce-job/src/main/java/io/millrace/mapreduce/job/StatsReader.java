package io.millrace.mapreduce.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.mapreduce.access.AccessForm;
import io.millrace.mapreduce.access.AccessLine;
import io.millrace.mapreduce.access.Part;
import io.millrace.mapreduce.input.BadFileException;
import io.millrace.mapreduce.input.ContentKind;
import io.millrace.mapreduce.input.Contents;
import io.millrace.mapreduce.input.FileChunk;
import io.millrace.mapreduce.input.HeadFirst;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.line.LineScanner;
import io.millrace.mapreduce.parquet.ParquetColumn;
import io.millrace.mapreduce.parquet.ParquetRows;
import io.millrace.mapreduce.record.RecordFacts;
import io.millrace.mapreduce.record.TimeStep;
import io.millrace.mapreduce.time.TimeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Takes groups and numbers out of Parquet files, JSON lines and access logs. */
final class StatsReader {
    /** How far into an access log's line its time stands. */
    private static final int TIME_WITHIN = 160;

    private final Configuration configuration;
    private final StatsSettings settings;
    private final Sink sink;
    private final LineScanner scanner;
    private final JsonFactory json = new JsonFactory();
    private final RecordFacts facts = new RecordFacts();
    private final byte[] label = new byte[RecordFacts.LONGEST_LABEL];
    private final AccessLine requests = new AccessLine();
    private AccessForm access = AccessForm.ANY;
    private final Map<String, String> fields = new HashMap<>();

    /** Takes what a record says; a null group is a record without a usable number. */
    interface Sink {
        void add(String group, double value);
    }

    StatsReader(Configuration configuration, StatsSettings settings, Sink sink, Runnable progress) {
        this.scanner = new LineScanner(progress);
        this.configuration = configuration;
        this.settings = settings;
        this.sink = sink;
    }

    /**
     * Reads a part of a file; returns why the file cannot be read, if it cannot.
     *
     * @throws IOException if the storage fails
     */
    Optional<String> read(FileChunk chunk) throws IOException {
        Path path = new Path(chunk.path());
        try (Contents contents = Contents.open(configuration, path, FormatFinder.HEAD)) {
            GrownFile.check(configuration, path, chunk.fileLength());
            try {
                if (contents.kind() == ContentKind.TEXT) {
                    long end = chunk.end() == chunk.fileLength() ? Long.MAX_VALUE : chunk.end();
                    if (isDocument(contents)) {
                        if (chunk.start() == 0) {
                            document(contents.raw(0));
                        }
                    } else {
                        access = AccessForm.of(contents.head(), contents.headLength());
                        scanner.scan(contents.raw(Math.max(0, chunk.start() - 1)), chunk.start(), end, this::line);
                    }
                } else if (chunk.start() == 0 && contents.kind() == ContentKind.PARQUET) {
                    parquet(path);
                } else if (chunk.start() == 0) {
                    contents.texts((member, in) -> {
                        byte[] head = new byte[FormatFinder.HEAD];
                        int length = in.readNBytes(head, 0, head.length);
                        access = AccessForm.of(head, length);
                        InputStream whole = new HeadFirst(head, 0, length, in);
                        scanner.scan(whole, 0, Long.MAX_VALUE, this::line);
                    });
                }
                return Optional.empty();
            } catch (BadFileException e) {
                return Optional.of(e.getMessage());
            } catch (IOException | RuntimeException e) {
                if (contents.kind() == ContentKind.TEXT && !(e instanceof JsonProcessingException)
                        || contents.storageFailed()) {
                    throw new IOException(chunk.path() + ": " + Sentences.of(e), e);
                }
                return Optional.of("damaged or cut short (" + contents.kind().label() + "): " + Sentences.of(e));
            }
        }
    }

    /** Whether the file is one indented JSON object, as a sink that writes a file per record makes it. */
    private static boolean isDocument(Contents contents) {
        String first = new String(contents.head(), 0, Math.min(256, contents.headLength()), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        return first.equals("{") || first.equals("[");
    }

    private void document(InputStream in) throws IOException {
        try (JsonParser parser = json.createParser(in)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    object(parser);
                    record();
                }
            }
        }
    }

    private void line(byte[] bytes, int from, int to, long offset) {
        boolean blank = new String(bytes, from, Math.min(1, to - from), StandardCharsets.ISO_8859_1).isBlank();
        if (blank || access.isComment(bytes, from, to)) {
            return;
        }
        fields.clear();
        if (requests.read(bytes, from, to, access)) {
            request(bytes, from, to);
            record();
            return;
        }
        try (JsonParser parser = json.createParser(bytes, from, to - from)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                object(parser);
            }
        } catch (JsonProcessingException e) {
            fields.clear(); // a line that is no JSON: counted as left out below
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        record();
    }

    /** Names the parts of an access log's line as fields. */
    private void request(byte[] bytes, int from, int to) {
        for (Part part : Part.values()) {
            int start = requests.from(part);
            if (requests.to(part) > start) {
                fields.put(
                        part.names().get(0),
                        new String(bytes, start, requests.to(part) - start, StandardCharsets.UTF_8));
            }
        }
        if (Double.isFinite(requests.millis())) {
            fields.put(Part.DURATION_MS.names().get(0), Double.toString(requests.millis()));
        }
        fields.put("timestamp", new String(bytes, from, Math.min(TIME_WITHIN, to - from), StandardCharsets.ISO_8859_1));
    }

    private void object(JsonParser parser) throws IOException {
        fields.clear();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isStructStart()) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                fields.put(name, parser.getText());
            }
        }
    }

    private void record() {
        Optional<String> text = first(settings.values());
        double value = text.map(StatsReader::number).orElse(Double.NaN);
        StringBuilder group = new StringBuilder();
        for (String name : settings.groups()) {
            String part = fields.get(name);
            if (part != null || !settings.group().isEmpty()) {
                group.append(group.isEmpty() ? "" : "\t").append(clean(part == null ? TimeText.NOTHING : part));
            }
        }
        if (settings.per().isPresent()) {
            String time = first(settings.times()).orElse("");
            byte[] bytes = time.getBytes(StandardCharsets.UTF_8);
            facts.read(bytes, 0, bytes.length, null);
            int length = facts.time(label, settings.per().get());
            group.append(group.isEmpty() ? "" : "\t").append(new String(label, 0, length, StandardCharsets.UTF_8));
        }
        add(group, value);
    }

    private void parquet(Path path) throws IOException {
        try (ParquetRows rows = ParquetRows.open(configuration, path)) {
            List<String> names = new ArrayList<>();
            names.add(rows.firstOf(settings.values())
                    .orElseThrow(() -> new BadFileException("Parquet without a column "
                            + String.join(" or ", settings.values()) + "; its columns are " + rows.names())));
            List<String> groups = settings.groups().stream().filter(rows::has).toList();
            if (!settings.group().isEmpty() && groups.size() < settings.group().size()) {
                throw new BadFileException(
                        "Parquet without all of the columns " + settings.group() + "; its columns are " + rows.names());
            }
            names.addAll(groups);
            Optional<String> time = settings.per().isEmpty() ? Optional.empty() : rows.firstOf(settings.times());
            time.ifPresent(names::add);
            List<ParquetColumn> columns = rows.select(names);
            if (!columns.get(0).isNumber()) {
                throw new BadFileException("column " + names.get(0) + " holds no numbers");
            }
            while (rows.next()) {
                row(columns, groups.size(), time.isPresent());
            }
        }
    }

    private void row(List<ParquetColumn> columns, int groups, boolean timed) {
        StringBuilder group = new StringBuilder();
        for (int i = 1; i <= groups; i++) {
            ParquetColumn column = columns.get(i);
            group.append(group.isEmpty() ? "" : "\t").append(column.isNull() ? TimeText.NOTHING : clean(column.text()));
        }
        if (settings.per().isPresent()) {
            ParquetColumn column = timed ? columns.get(columns.size() - 1) : null;
            long millis = column == null || column.isNull() ? ParquetColumn.NO_TIME : column.millis();
            group.append(group.isEmpty() ? "" : "\t")
                    .append(time(millis, settings.per().get()));
        }
        add(group, columns.get(0).isNull() ? Double.NaN : columns.get(0).number());
    }

    private String time(long millis, TimeStep step) {
        if (millis == ParquetColumn.NO_TIME) {
            return TimeText.NOTHING;
        }
        facts.setTime(millis, true);
        return new String(label, 0, facts.writeTime(label, step), StandardCharsets.UTF_8);
    }

    private void add(StringBuilder group, double value) {
        sink.add(Double.isFinite(value) ? (group.isEmpty() ? "all" : group.toString()) : null, value);
    }

    private Optional<String> first(List<String> names) {
        return names.stream().map(fields::get).filter(text -> text != null).findFirst();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** A part of a key must not look like two. */
    private static String clean(String part) {
        return part.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    }
}
