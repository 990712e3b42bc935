package io.millrace.mapreduce.level;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The comments with which a file in W3C's extended format begins: they name the fields of its lines. Where a server was started again,
 * they stand in the middle of the file once more.
 *
 * @see <a href="https://www.w3.org/TR/WD-logfile.html">Extended Log File Format</a>
 */
public final class FileComments {
    /** What the comment starts with that names the fields. */
    public static final String FIELDS = "#Fields:";

    private FileComments() {}

    /** The comments before a file's first line that is neither one nor blank; empty if none of them names the fields. */
    public static List<String> of(byte[] head, int length) {
        List<String> comments = new ArrayList<>();
        int end;
        for (int from = Chars.afterMark(head, length); from < length; from = end + 1) {
            end = Chars.find(head, from, length, (byte) '\n');
            String line = new String(head, from, end - from, StandardCharsets.ISO_8859_1);
            if (!line.startsWith("#") && !line.isBlank()) {
                break;
            }
            if (!line.isBlank()) {
                comments.add(line);
            }
        }
        return comments.stream().anyMatch(comment -> comment.startsWith(FIELDS)) ? comments : List.of();
    }
}
