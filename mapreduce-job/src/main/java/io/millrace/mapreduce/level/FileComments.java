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

    /** UTF-8's, as bytes. */
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

    private FileComments() {}

    /** The comments before a file's first line that is neither one nor blank; empty if none of them names the fields. */
    public static List<String> of(byte[] head, int length) {
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        List<String> comments = new ArrayList<>();
        int from = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        while (from < length) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? length : end);
            if (!line.startsWith("#") && !line.isBlank()) {
                break;
            }
            if (!line.isBlank()) {
                comments.add(line);
            }
            from += line.length() + 1;
        }
        return comments.stream().anyMatch(comment -> comment.startsWith(FIELDS)) ? comments : List.of();
    }
}
