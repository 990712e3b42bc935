package io.millrace.formats;

import io.millrace.formats.file.Compression;
import io.millrace.formats.file.StoredFile;
import io.millrace.formats.file.UnreadableFileException;
import io.millrace.formats.layout.FileNameTemplate;
import io.millrace.formats.layout.PathForm;
import io.millrace.formats.layout.TemplateException;
import io.millrace.formats.metadata.MetadataColumns;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.value.GrowingShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes formats from settings. */
public final class TopicFormats {
    private TopicFormats() {}

    /** Everything that is wrong with the settings for this topic, one sentence each; empty if nothing is. */
    public static List<String> problems(FormatSettings settings, String topic) {
        return problems(settings, topic, FormatAids.none());
    }

    /** The same for a process that has these aids. */
    public static List<String> problems(FormatSettings settings, String topic, FormatAids aids) {
        List<String> problems = new ArrayList<>();
        try {
            problems.addAll(
                    growing(settings, Framed.of(settings, topic, aids)).isPresent()
                            ? FormatPlan.problemsWithoutColumns(settings, topic, aids)
                            : FormatPlan.of(settings, topic, aids).problems());
        } catch (SchemaException e) {
            problems.addAll(FormatPlan.problemsWithoutColumns(settings, topic, aids));
            problems.add(e.getMessage());
        }
        try {
            fileNames(settings);
        } catch (TemplateException e) {
            problems.add(e.getMessage());
        }
        return List.copyOf(problems);
    }

    /**
     * A new format for the topic, to be used by one thread, for records of any size that the heap happens to have room for.
     *
     * @throws IllegalArgumentException with all of {@link #problems}, if there are any
     */
    public static TopicFormat create(FormatSettings settings, String topic) {
        return create(settings, topic, Long.MAX_VALUE);
    }

    /** The same, for records that may take so much heap. */
    public static TopicFormat create(FormatSettings settings, String topic, long recordRoom) {
        return create(settings, topic, recordRoom, FormatAids.none());
    }

    /**
     * A new format for the topic, to be used by one thread.
     *
     * @param recordRoom heap that one record may take, besides its own bytes, on its way into a file; one that needs more is
     *     a bad record
     * @param aids what all formats of a process share
     * @throws IllegalArgumentException with all of {@link #problems}, if there are any
     */
    public static TopicFormat create(FormatSettings settings, String topic, long recordRoom, FormatAids aids) {
        return create(settings, topic, recordRoom, aids, true);
    }

    /** @param grows false if a record that brings its columns has no others, whatever came before it */
    static TopicFormat create(FormatSettings settings, String topic, long recordRoom, FormatAids aids, boolean grows) {
        Framed framed = Framed.of(settings, topic, aids);
        Optional<GrowingShape> growing;
        try {
            growing = growing(settings, framed);
        } catch (SchemaException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (growing.isPresent()) {
            List<String> problems = FormatPlan.problemsWithoutColumns(settings, topic, aids);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new GrowingFormat(settings, topic, recordRoom, framed, growing.get(), grows);
        }
        FormatPlan.Result result = FormatPlan.of(settings, topic, aids);
        return result.plan()
                .orElseThrow(() -> new IllegalArgumentException(String.join("; ", result.problems())))
                .format(recordRoom);
    }

    private static Optional<GrowingShape> growing(FormatSettings settings, Framed framed) throws SchemaException {
        return settings.format()
                .growing(
                        settings.described(),
                        framed.context(),
                        settings.files().format().needsColumns());
    }

    /** How many bytes of heap each byte of a record needs on its way into a file of these settings. */
    public static int heapPerByte(FormatSettings settings) {
        int inFiles = settings.files()
                .format()
                .heapPerByte(settings.format(), !settings.columns().isEmpty());
        // The value of a header is an array of its own, besides the record.
        return MetadataColumns.haveHeaders(settings.columns()) ? inFiles + 1 : inFiles;
    }

    /** The names of the files of these settings. */
    public static FileNameTemplate fileNames(FormatSettings settings) throws TemplateException {
        return new FileNameTemplate(
                settings.fileName().orElse(FileNameTemplate.DEFAULT), endings(settings), settings.variables());
    }

    /** The form of the paths of all files that the topic can have with these settings, which have no problems. */
    public static PathForm paths(FormatSettings settings, String topic) {
        try {
            return settings.folders()
                    .template(topic, settings.variables(), anyField -> true)
                    .paths(fileNames(settings), topic);
        } catch (TemplateException e) {
            throw new IllegalArgumentException("settings must have no problems", e);
        }
    }

    /**
     * How many records a stored file has, by what it says itself; empty if it does not say, or if its name is none that the
     * sink gives.
     *
     * @param name the file's name or path, whose end says of what kind it is
     * @throws UnreadableFileException if no reader could make records of its bytes; also if its {@link StoredFile#bytes} could
     *     not be read
     * @throws IOException if reading fails
     */
    public static OptionalLong rows(StoredFile file, String name) throws IOException {
        for (FileKind kind : FileKind.values()) {
            for (Compression compression : Compression.values()) {
                if (kind.format().endings(compression).stream().anyMatch(ending -> name.endsWith("." + ending))) {
                    return kind.format().rows(file, compression);
                }
            }
        }
        return OptionalLong.empty();
    }

    /**
     * What the name ends in, with its dot, if files of such names can be put behind each other to one file of all their records; empty if
     * they cannot, or if the name is none that the sink gives.
     */
    public static Optional<String> concatenatedEnding(String name) {
        for (FileKind kind : FileKind.values()) {
            for (Compression compression : Compression.values()) {
                for (String ending : kind.format().endings(compression)) {
                    if (name.endsWith("." + ending)) {
                        return kind.format().concatenates(compression) ? Optional.of("." + ending) : Optional.empty();
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What names of files may end in, the usual first. */
    static List<String> endings(FormatSettings settings) {
        return settings.files().format().endings(settings.compression());
    }
}
