package io.millrace.formats.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The template of committed files' names. Placeholders: {@code topic}, {@code partition}, {@code start} and {@code next}
 * (offsets, twelve digits so that names sort), {@code sequence} (number of the data file in its partition, from 0),
 * {@code n} (the same from 1) and variables. An ending of the format is added unless the template ends with one.
 */
public final class FileNameTemplate {
    /** Says where every record came from, and sorts. */
    public static final String DEFAULT = "{topic}-{partition}-{start}-{next}";

    private static final String SUBJECT = "--file-name";
    private static final List<String> UNIQUE = List.of("start", "next", "sequence", "n");
    private static final List<String> KNOWN = List.of("topic", "partition", "start", "next", "sequence", "n");

    /** Numbers with more digits than any topic's will have. */
    private static final FileNameValues HIGHEST =
            new FileNameValues("", 999_999, 999_999_999_999_999L, 999_999_999_999_999L, 999_999_999_999L);

    private final List<Template.Part> parts;
    private final Map<String, String> variables;
    private final String suffix;

    /**
     * @param endings what names may end in, without a dot, such as {@code snappy.parquet}; names that have none of them get
     *     the first
     * @throws TemplateException with the problem, if it cannot be used
     */
    public FileNameTemplate(String text, List<String> endings, Map<String, String> variables) throws TemplateException {
        this.parts = new Template(SUBJECT, text).parts();
        this.variables = Map.copyOf(variables);
        boolean unique = false;
        for (Template.Part part : parts) {
            if (!part.placeholder()) {
                PathText.checkLiteral(SUBJECT, text, part.text());
                if (part.text().indexOf('/') >= 0) {
                    throw new TemplateException(
                            SUBJECT + " '" + text + "' has a '/', must name a file; folders go into --layout");
                }
            } else if (!KNOWN.contains(part.text()) && !variables.containsKey(part.text())) {
                throw new TemplateException(SUBJECT + " '" + text + "' has '{" + part.text() + "}', must be one of "
                        + String.join(", ", KNOWN) + " or a variable given with --set");
            }
            unique |= part.placeholder() && UNIQUE.contains(part.text());
        }
        if (!unique) {
            throw new TemplateException(SUBJECT + " '" + text
                    + "' is the same for every file, must have {sequence}, {n}, {start} or {next}");
        }
        boolean ends = endings.stream().anyMatch(ending -> text.endsWith("." + ending));
        this.suffix = ends ? "" : "." + endings.get(0);
        String sample = name(new FileNameValues("t", 0, 0, 1, 0));
        if (sample.startsWith("_") || sample.startsWith(".")) {
            throw new TemplateException(
                    SUBJECT + " '" + text + "' begins with '_' or '.', which hide files from readers");
        }
    }

    /** What the names of a topic's files are made of. */
    List<PathForm.Piece> pieces(String topic) {
        List<PathForm.Piece> pieces = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (Template.Part part : parts) {
            boolean constant = !part.placeholder()
                    || part.text().equals("topic")
                    || variables.containsKey(part.text()) && !KNOWN.contains(part.text());
            String text = part.placeholder() && constant
                    ? PathText.escape(value(part.text(), HIGHEST.of(topic)), before.isEmpty())
                    : part.text();
            before.append(text);
            if (constant) {
                pieces.add(PathForm.Piece.fixed(text));
            } else {
                pieces.add(PathForm.Piece.of(
                        part.text().equals("partition") ? PathForm.Kind.PARTITION : PathForm.Kind.NUMBER));
            }
        }
        pieces.add(PathForm.Piece.fixed(suffix));
        int cut = unshortened(HIGHEST.of(topic)).getBytes(StandardCharsets.UTF_8).length - room();
        if (cut > 0) {
            // What names begin with is not all there. As long as the cut goes through constant text, the rest is.
            boolean within = pieces.get(0).text().length() > cut;
            List<PathForm.Piece> kept = within ? pieces.subList(1, pieces.size()) : List.of();
            pieces = new ArrayList<>(kept);
            pieces.add(0, PathForm.Piece.of(PathForm.Kind.ANY));
        }
        return pieces;
    }

    /** The name of a file; at most {@link PathText#LONGEST_PART} bytes. */
    public String name(FileNameValues values) {
        return shortened(unshortened(values)) + suffix;
    }

    private String unshortened(FileNameValues values) {
        StringBuilder name = new StringBuilder();
        for (Template.Part part : parts) {
            if (part.placeholder()) {
                name.append(PathText.escape(value(part.text(), values), name.isEmpty()));
            } else {
                name.append(part.text());
            }
        }
        return name.toString();
    }

    private int room() {
        return PathText.LONGEST_PART - suffix.length();
    }

    private String value(String name, FileNameValues values) {
        return switch (name) {
            case "topic" -> values.topic();
            case "partition" -> Integer.toString(values.partition());
            case "start" -> String.format("%012d", values.startOffset());
            case "next" -> String.format("%012d", values.nextOffset());
            case "sequence" -> Long.toString(values.fileNumber());
            case "n" -> Long.toString(values.fileNumber() + 1);
            default -> variables.get(name);
        };
    }

    /** Kafka's topic names alone may have 249 characters: the beginning gives way, which numbers follow. */
    private String shortened(String name) {
        int room = room();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= room) {
            return name;
        }
        int from = bytes.length - room;
        while ((bytes[from] & 0xc0) == 0x80 || bytes[from] == '_' || bytes[from] == '.') {
            from++;
        }
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }
}
