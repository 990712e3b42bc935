package io.millrace.formats.lines;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.FileFormat;
import io.millrace.formats.file.RecordWriter;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import io.millrace.formats.file.WriterSettings;
import io.millrace.formats.value.LineRenderer;
import io.millrace.formats.value.ValueFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** Files of texts. */
public final class LineFileFormat implements FileFormat {
    /** One JSON text per line. */
    public static final FileFormat JSON_LINES = new LineFileFormat("jsonl", Text.JSON_LINE);
    /** One record per line. */
    public static final FileFormat TEXT = new LineFileFormat("txt", Text.LINE);
    /** One indented JSON text per file. */
    public static final FileFormat JSON = new LineFileFormat("json", Text.INDENTED_JSON);

    private enum Text {
        LINE,
        JSON_LINE,
        INDENTED_JSON
    }

    private final String ending;
    private final Text text;

    private LineFileFormat(String ending, Text text) {
        this.ending = ending;
        this.text = text;
    }

    /** Readers must be told of the compression, so that names end in all of it. */
    @Override
    public List<String> endings(Compression compression) {
        return List.of(compression == Compression.NONE ? ending : ending + "." + compression.ending());
    }

    @Override
    public boolean needsColumns() {
        return false;
    }

    @Override
    public boolean isText() {
        return text == Text.LINE;
    }

    /** Lines end in a line feed; gzip and zstd read on behind the end of a stream. */
    @Override
    public boolean concatenates(Compression compression) {
        return text != Text.INDENTED_JSON && compression != Compression.SNAPPY;
    }

    @Override
    public long maxRowsPerFile() {
        return text == Text.INDENTED_JSON ? 1 : Long.MAX_VALUE;
    }

    @Override
    public int heapPerByte(ValueFormat values, boolean withMetadata) {
        return isText() ? 1 : values.heapPerByteOfJson(withMetadata);
    }

    @Override
    public OptionalLong rows(StoredFile file, Compression compression) throws IOException {
        if (text == Text.INDENTED_JSON) {
            return OptionalLong.empty();
        }
        InputStream bytes = file.bytes();
        try {
            return OptionalLong.of(LineCount.of(bytes, compression));
        } catch (IOException e) {
            throw new UnreadableFileException(compression + " lines: " + e.getMessage());
        }
    }

    @Override
    public RecordWriter writer(WriterSettings settings) {
        LineRenderer renderer = isText()
                ? settings.kind().line().orElseThrow()
                : new JsonLines(
                        settings.values().json(settings.tree(), settings.row(), settings.mostBytes()),
                        text == Text.INDENTED_JSON,
                        settings.metadata().asFields(),
                        settings.mostBytes());
        return new LineWriter(renderer, settings.compression(), settings.mostBytes());
    }
}
