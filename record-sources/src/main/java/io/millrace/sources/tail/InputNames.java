package io.millrace.sources.tail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes several inputs apart that stand in one text with commas between them. A comma in braces, behind a backslash, or in
 * the name of a file that exists separates nothing.
 */
public final class InputNames {
    private InputNames() {}

    /**
     * The inputs of a text, in their order; backslashes before commas are taken out.
     *
     * @param exists tells whether a file of this name is there
     */
    public static List<String> split(String text, Predicate<String> exists) {
        List<String> parts = apart(text);
        List<String> names = new ArrayList<>();
        int at = 0;
        while (at < parts.size()) {
            int taken = 1;
            for (int count = parts.size() - at; count > 1; count--) {
                if (exists.test(String.join(",", parts.subList(at, at + count)))) {
                    taken = count;
                    break;
                }
            }
            String name = String.join(",", parts.subList(at, at + taken)).strip();
            if (!name.isEmpty()) {
                names.add(name);
            }
            at += taken;
        }
        return names;
    }

    private static List<String> apart(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '\\' && next == ',' && depth == 0) {
                part.append(',');
                i++;
            } else if (c == '\\' && next != 0) {
                part.append(c).append(next);
                i++;
            } else if (c == ',' && depth == 0) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
