package io.millrace.formats;

import io.millrace.formats.layout.FileNameTemplate;
import io.millrace.formats.layout.FolderTemplate;
import io.millrace.formats.layout.PathForm;
import io.millrace.formats.layout.TemplateException;
import java.util.ArrayList;
import java.util.List;

/** Makes formats from settings. */
public final class TopicFormats {
    private TopicFormats() {}

    /** Everything that is wrong with the settings for this topic, one sentence each; empty if nothing is. */
    public static List<String> problems(FormatSettings settings, String topic) {
        List<String> problems = new ArrayList<>();
        new FormatPlan(settings, topic, problems);
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

    /**
     * A new format for the topic, to be used by one thread.
     *
     * @param recordRoom heap that one record may take, besides its own bytes, on its way into a file; one that needs more is
     *     a bad record
     * @throws IllegalArgumentException with all of {@link #problems}, if there are any
     */
    public static TopicFormat create(FormatSettings settings, String topic, long recordRoom) {
        List<String> problems = new ArrayList<>();
        FormatPlan plan = new FormatPlan(settings, topic, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return plan.format(recordRoom);
    }

    /** How many bytes of heap each byte of a value needs on its way into a file of these settings. */
    public static int heapPerByte(FormatSettings settings) {
        return FormatPlan.heapPerByte(settings);
    }

    /** The names of the files of these settings. */
    public static FileNameTemplate fileNames(FormatSettings settings) throws TemplateException {
        return new FileNameTemplate(
                settings.fileName().orElse(FileNameTemplate.DEFAULT), extension(settings), settings.variables());
    }

    /** The form of the paths of all files that the topic can have with these settings, which have no problems. */
    public static PathForm paths(FormatSettings settings, String topic) {
        try {
            return new FolderTemplate(settings.layout(), topic, settings.zone(), settings.variables(), anyField -> true)
                    .paths(fileNames(settings), topic);
        } catch (TemplateException e) {
            throw new IllegalArgumentException("settings must have no problems", e);
        }
    }

    /** What file names end in, without a leading dot. */
    static String extension(FormatSettings settings) {
        String compression = switch (settings.compression()) {
            case NONE -> "";
            case GZIP -> "gz";
            case SNAPPY -> "snappy";
            case ZSTD -> settings.files() == FileFormat.PARQUET ? "zstd" : "zst";
        };
        if (settings.files() == FileFormat.PARQUET) {
            return compression.isEmpty() ? "parquet" : compression + ".parquet";
        }
        String kind = switch (settings.files()) {
            case JSONL -> "jsonl";
            case JSON -> "json";
            default -> "txt";
        };
        return compression.isEmpty() ? kind : kind + "." + compression;
    }
}
