package io.millrace.consumer.rules;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds where a character of a YAML scalar's value stands in the file.
 *
 * <p>YAML folds lines, strips indentation and resolves escapes, but it keeps every character that is not white space,
 * in order. So the n-th such character of the value is the n-th of the raw text.
 */
final class ScalarPositions {

    /** A place in the file; both from 1. */
    record Place(int line, int column) {}

    private final String file;
    private final ScalarNode node;

    ScalarPositions(String file, ScalarNode node) {
        this.file = file;
        this.node = node;
    }

    /** The place in the file of the character at {@code column} (from 0) on {@code line} (from 1) of the value. */
    Place of(int line, int column) {
        String value = node.getValue();
        int offset = offset(value, line, column);
        int wanted = 0;
        for (int i = 0; i < offset; i++) {
            if (!Character.isWhitespace(value.charAt(i))) {
                wanted++;
            }
        }
        boolean behindTheLast = value.substring(offset).isBlank();
        return place(indexOf(behindTheLast ? wanted - 1 : wanted) + (behindTheLast && wanted > 0 ? 1 : 0));
    }

    private static int offset(String value, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int end = value.indexOf('\n', start);
            if (end < 0) {
                break;
            }
            start = end + 1;
        }
        return Math.min(value.length(), start + column);
    }

    /** Index in the file of the n-th character of the value that is not white space. */
    private int indexOf(int n) {
        int at = contentStart();
        int end = Math.min(file.length(), node.getEndMark().getIndex());
        int seen = 0;
        while (at < end) {
            int length = unitLength(at);
            if (!isWhiteSpace(at, length)) {
                if (seen == n) {
                    return at;
                }
                seen++;
            }
            at += length;
        }
        return Math.min(Math.max(n, 0) == 0 ? contentStart() : at, Math.max(0, file.length()));
    }

    private int contentStart() {
        int start = node.getStartMark().getIndex();
        ScalarStyle style = node.getScalarStyle();
        if (style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED) {
            int newline = file.indexOf('\n', start);
            return newline < 0 ? start : newline + 1;
        }
        return style == ScalarStyle.PLAIN ? start : start + 1;
    }

    /** How many raw characters stand for one character of the value. */
    private int unitLength(int at) {
        char c = file.charAt(at);
        if (node.getScalarStyle() == ScalarStyle.SINGLE_QUOTED && c == '\'') {
            return 2;
        }
        if (node.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && c == '\\' && at + 1 < file.length()) {
            return switch (file.charAt(at + 1)) {
                case 'x' -> 4;
                case 'u' -> 6;
                case 'U' -> 10;
                default -> 2;
            };
        }
        return 1;
    }

    private boolean isWhiteSpace(int at, int length) {
        return length == 1
                ? Character.isWhitespace(file.charAt(at))
                : file.charAt(at) == '\\' && "nt r\n".indexOf(file.charAt(at + 1)) >= 0;
    }

    private Place place(int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(index, file.length()); i++) {
            if (file.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Place(line, index - lineStart + 1);
    }
}
