package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.file.Compression;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.record.TryLaterException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of one topic as JSON texts, for those who look at single records. The texts are those of JSON lines, but a value that
 * brings its schema has the fields of that schema and no others. For one thread.
 */
public final class JsonTexts {
    private final TopicFormat format;
    private final Bytes line = new Bytes(256);

    /**
     * @param values what the values are
     * @param described what else is said of them
     * @throws IllegalArgumentException with all of {@link #problems}, if there are any
     */
    public JsonTexts(Values values, ValueSettings described, String topic, FormatAids aids) {
        this.format = TopicFormats.create(settings(values, described), topic, Long.MAX_VALUE, aids, false);
    }

    /** Everything that is wrong with what is said of the values, one sentence each; empty if nothing is. */
    public static List<String> problems(Values values, ValueSettings described, String topic, FormatAids aids) {
        return TopicFormats.problems(settings(values, described), topic, aids);
    }

    private static FormatSettings settings(Values values, ValueSettings described) {
        return new FormatSettings(
                values,
                described,
                FileKind.JSONL,
                Compression.NONE,
                FolderSettings.NONE,
                Optional.empty(),
                RowSettings.NONE,
                Map.of());
    }

    /**
     * The record's value as one JSON text without line ends.
     *
     * @throws BadRecordException if the value is not what it should be, or absent
     * @throws TryLaterException if nobody can say now what it is
     */
    public String of(SourceRecord record) throws BadRecordException, TryLaterException {
        line.clear(Bytes.KEPT);
        try {
            format.route(record);
            // What is kept of a line file's record is its line.
            format.keep(line);
        } finally {
            format.release();
        }
        return new String(line.array, 0, line.size - 1, StandardCharsets.UTF_8);
    }
}
