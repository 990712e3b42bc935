package io.millrace.producer.syslog;

import io.millrace.producer.syslog.SyslogMessage.Element;
import io.millrace.producer.syslog.SyslogMessage.Parameter;
import java.util.ArrayList;
import java.util.List;

/** Reads the structured data of RFC 5424, from its beginning to the text behind it. For one message. */
final class StructuredData {
    private final String text;
    private final List<Element> elements = new ArrayList<>();
    private int at;

    private StructuredData(String text) {
        this.text = text;
    }

    /** Reads it from the beginning of the text. */
    static StructuredData parse(String text) {
        StructuredData data = new StructuredData(text);
        if (!data.read()) {
            data.elements.clear();
            data.at = 0;
        }
        return data;
    }

    /** Its elements. */
    List<Element> elements() {
        return List.copyOf(elements);
    }

    /** The text of the message; with all of the structured data if that is not as it must be. */
    String rest() {
        return text.substring(at);
    }

    private boolean read() {
        if (is('-')) {
            at++;
        } else {
            while (is('[')) {
                at++;
                if (!element()) {
                    return false;
                }
            }
        }
        if (at == text.length()) {
            return true;
        }
        boolean isEnded = at > 0 && is(' ');
        at++;
        return isEnded;
    }

    private boolean element() {
        String id = name();
        List<Parameter> parameters = new ArrayList<>();
        while (is(' ')) {
            at++;
            if (is(']') || is(' ')) {
                // Blanks that should not be there say nothing.
                continue;
            }
            String name = name();
            if (name.isEmpty() || !text.startsWith("=\"", at)) {
                return false;
            }
            at += 2;
            StringBuilder value = new StringBuilder();
            if (!value(value)) {
                return false;
            }
            parameters.add(new Parameter(name, value.toString()));
        }
        if (id.isEmpty() || !is(']')) {
            return false;
        }
        at++;
        elements.add(new Element(id, List.copyOf(parameters)));
        return true;
    }

    private String name() {
        int start = at;
        while (at < text.length() && " =]\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Up to the quote that ends it; a backslash that escapes nothing is one. */
    private boolean value(StringBuilder value) {
        for (; at < text.length(); at++) {
            char one = text.charAt(at);
            if (one == '"') {
                at++;
                return true;
            }
            if (one == '\\' && at + 1 < text.length() && "\"\\]".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            value.append(text.charAt(at));
        }
        return false;
    }

    private boolean is(char one) {
        return at < text.length() && text.charAt(at) == one;
    }
}
