package io.millrace.formats.layout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The template of a topic's folders, such as <code>dt={yyyy-MM-dd}/hour={HH}</code>. Placeholders
 * are {@code topic}, {@code partition}, {@code key}, a variable, a date pattern of the letters
 * y u M D d H m, or a field ({@code field:NAME} where the name alone would be something else).
 */
public final class FolderTemplate {
    private static final String SUBJECT = "--layout";
    private static final long FIRST_YEAR = Instant.parse("0001-01-02T00:00:00Z").toEpochMilli();
    private static final long LAST_YEAR = Instant.parse("9999-12-30T00:00:00Z").toEpochMilli();

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> fields;
    private final ZoneId zone;
    private final ChronoUnit unit;
    private final boolean usesPartition;
    private final boolean usesKey;

    private enum Kind {
        LITERAL,
        TIME,
        PARTITION,
        KEY,
        FIELD
    }

    private record Piece(Kind kind, String text, TimePattern time, int field, boolean first) {}

    /**
     * @param text the template; empty for no folders
     * @param isField whether the topic's schema has a field of that name
     * @throws TemplateException with the problem, if it cannot be used
     */
    public FolderTemplate(
            String text, String topic, ZoneId zone, Map<String, String> variables, Predicate<String> isField)
            throws TemplateException {
        this.zone = zone;
        Set<String> fieldNames = new LinkedHashSet<>();
        ChronoUnit finest = null;
        StringBuilder skeleton = new StringBuilder();
        for (Template.Part part : new Template(SUBJECT, text).parts()) {
            boolean first = skeleton.isEmpty() || skeleton.charAt(skeleton.length() - 1) == '/';
            String name = part.text();
            if (!part.placeholder()) {
                PathText.checkLiteral(SUBJECT, text, name);
                pieces.add(new Piece(Kind.LITERAL, name, null, 0, first));
                skeleton.append(name);
                continue;
            }
            skeleton.append('x');
            if (name.equals("topic") || variables.containsKey(name)) {
                String value = name.equals("topic") ? topic : variables.get(name);
                pieces.add(new Piece(Kind.LITERAL, valueText(value, first), null, 0, first));
            } else if (name.equals("partition")) {
                pieces.add(new Piece(Kind.PARTITION, name, null, 0, first));
            } else if (name.equals("key")) {
                pieces.add(new Piece(Kind.KEY, name, null, 0, first));
            } else if (TimePattern.looksLike(name)) {
                TimePattern time = pattern(text, name);
                finest = finest == null || time.unit().compareTo(finest) < 0 ? time.unit() : finest;
                pieces.add(new Piece(Kind.TIME, name, time, 0, first));
            } else {
                String field = name.startsWith("field:") ? name.substring("field:".length()) : name;
                if (!isField.test(field)) {
                    throw new TemplateException(SUBJECT + " '" + text + "' has '{" + name
                            + "}', must be topic, partition, key, a date pattern such as yyyy-MM-dd, a variable given"
                            + " with --set, or a field of the schema");
                }
                fieldNames.add(field);
                int index = new ArrayList<>(fieldNames).indexOf(field);
                pieces.add(new Piece(Kind.FIELD, field, null, index, first));
            }
        }
        checkSkeleton(text, skeleton.toString());
        this.fields = List.copyOf(fieldNames);
        this.unit = finest;
        this.usesPartition = pieces.stream().anyMatch(piece -> piece.kind() == Kind.PARTITION);
        this.usesKey = pieces.stream().anyMatch(piece -> piece.kind() == Kind.KEY);
    }

    private static TimePattern pattern(String text, String name) throws TemplateException {
        try {
            return TimePattern.of(name);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(
                    SUBJECT + " '" + text + "' has '{" + name + "}', which is not a date pattern: " + e.getMessage());
        }
    }

    private static void checkSkeleton(String text, String skeleton) throws TemplateException {
        if (skeleton.isEmpty()) {
            return;
        }
        for (String part : skeleton.split("/", -1)) {
            if (part.isEmpty()) {
                throw new TemplateException(SUBJECT + " '" + text
                        + "' has an empty part, must be parts with one '/' between them and none at the ends");
            }
            if (part.startsWith("_") || part.startsWith(".")) {
                throw new TemplateException(SUBJECT + " '" + text + "' has the part '" + part
                        + "', must not begin with '_' or '.', which hide it from readers");
            }
        }
    }

    /** Names of the fields whose values the folders need, in the order of {@link #folder}'s values. */
    public List<String> fields() {
        return fields;
    }

    /**
     * What all rows of a file have in common because they lie in one folder.
     *
     * @param column the field, parts of a nested one with dots in between
     * @param unit in which its times are equal; empty if its values are equal
     */
    public record Common(String column, Optional<ChronoUnit> unit) {}

    /**
     * What rows of a folder have in common, in the order in which it stands in the path.
     *
     * @param timeField field that holds the event time; empty if no field does
     */
    public List<Common> common(Optional<String> timeField) {
        Set<Common> all = new LinkedHashSet<>();
        for (Piece piece : pieces) {
            if (piece.kind() == Kind.FIELD) {
                all.add(new Common(piece.text(), Optional.empty()));
            } else if (piece.kind() == Kind.TIME) {
                timeField.ifPresent(field -> all.add(new Common(field, Optional.of(unit))));
            }
        }
        return List.copyOf(all);
    }

    /** The form of the paths of all files with these folders and this name. */
    public PathForm paths(FileNameTemplate fileName, String topic) {
        List<PathForm.Piece> folders = new ArrayList<>();
        for (Piece piece : pieces) {
            folders.add(
                    switch (piece.kind()) {
                        case LITERAL -> PathForm.Piece.fixed(piece.text());
                        case PARTITION -> PathForm.Piece.of(PathForm.Kind.PARTITION);
                        case TIME, KEY, FIELD -> PathForm.Piece.of(PathForm.Kind.ANY);
                    });
        }
        return PathForm.of(folders, fileName.pieces(topic));
    }

    public boolean usesTime() {
        return unit != null;
    }

    public boolean usesPartition() {
        return usesPartition;
    }

    public boolean usesKey() {
        return usesKey;
    }

    /** Whether the time is one that folders can be named after: within the years 1 to 9999. */
    public static boolean isSensible(long millis) {
        return millis >= FIRST_YEAR && millis <= LAST_YEAR;
    }

    /**
     * A folder and the time in which it stays the same.
     *
     * @param path relative to the topic's data root
     * @param start milliseconds since the epoch, inclusive
     * @param end milliseconds since the epoch, exclusive; Long.MAX_VALUE if the template has no time
     */
    public record Folder(String path, long start, long end) {}

    /**
     * The folder of a record.
     *
     * @param millis event time, if the template uses time; see {@link #isSensible}
     * @param key the key as text or null
     * @param values texts of the fields, null for null
     * @throws TemplateException if a part of the path would be longer than HDFS allows
     */
    public Folder folder(int partition, long millis, String key, String[] values) throws TemplateException {
        ZonedDateTime time = unit == null ? null : Instant.ofEpochMilli(millis).atZone(zone);
        StringBuilder path = new StringBuilder();
        for (Piece piece : pieces) {
            switch (piece.kind()) {
                case LITERAL -> path.append(piece.text());
                case TIME -> path.append(piece.time().format(time));
                case PARTITION -> path.append(partition);
                case KEY -> path.append(valueText(key, piece.first()));
                case FIELD -> path.append(valueText(values[piece.field()], piece.first()));
            }
        }
        String folder = path.toString();
        checkLength(folder);
        TimePattern.Range range = time == null ? TimePattern.Range.ALWAYS : TimePattern.around(time, unit);
        return new Folder(folder, range.start(), range.end());
    }

    private static String valueText(String value, boolean first) {
        return PathText.escape(value == null || value.isEmpty() ? PathText.NULL : value, first);
    }

    private static void checkLength(String folder) throws TemplateException {
        if (folder.length() * 3L <= PathText.LONGEST_PART) {
            return;
        }
        for (String part : folder.split("/")) {
            int length = part.getBytes(StandardCharsets.UTF_8).length;
            if (length > PathText.LONGEST_PART) {
                throw new TemplateException("its folder would have a name of " + length + " bytes, must be at most "
                        + PathText.LONGEST_PART);
            }
        }
    }
}
