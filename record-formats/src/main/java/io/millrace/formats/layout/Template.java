package io.millrace.formats.layout;

import java.util.ArrayList;
import java.util.List;

/** A text with placeholders in braces, taken apart. */
final class Template {
    private final List<Part> parts = new ArrayList<>();

    /**
     * Literal text or a placeholder.
     *
     * @param text the literal, or what stands between the braces
     * @param placeholder whether it is a placeholder
     */
    record Part(String text, boolean placeholder) {}

    /** @param subject what the template is, for messages, such as {@code --layout} */
    Template(String subject, String text) throws TemplateException {
        int p = 0;
        while (p < text.length()) {
            int open = text.indexOf('{', p);
            String literal = text.substring(p, open < 0 ? text.length() : open);
            if (literal.indexOf('}') >= 0) {
                throw new TemplateException(subject + " '" + text + "' has a '}' without '{'");
            }
            if (!literal.isEmpty()) {
                parts.add(new Part(literal, false));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new TemplateException(subject + " '" + text + "' has a '{' without '}'");
            }
            String name = text.substring(open + 1, close);
            if (name.isEmpty() || name.indexOf('{') >= 0) {
                throw new TemplateException(subject + " '" + text + "' has '{" + name + "}', must name something");
            }
            parts.add(new Part(name, true));
            p = close + 1;
        }
    }

    List<Part> parts() {
        return parts;
    }
}
