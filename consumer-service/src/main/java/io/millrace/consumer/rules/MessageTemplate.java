package io.millrace.consumer.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of an alert: literal words with {@code {expression}} in between; <code>{{</code> and <code>}}</code> stand
 * for the braces themselves.
 *
 * @param <F> what the expressions speak about
 */
public final class MessageTemplate<F> {

    /** Longest rendered message in characters; what is longer ends in an ellipsis. */
    public static final int LONGEST = 1_000;

    private sealed interface Part<F> {}

    private record Words<F>(String text) implements Part<F> {}

    private record Slot<F>(Expressions.Value<F> value) implements Part<F> {}

    private final List<Part<F>> parts;

    private MessageTemplate(List<Part<F>> parts) {
        this.parts = List.copyOf(parts);
    }

    static <F> MessageTemplate<F> parse(String text, Expressions<F> expressions) throws ExpressionException {
        List<Part<F>> parts = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                words.append(c);
                at += 2;
            } else if (c == '}') {
                throw new ExpressionException(1, at, "'}' without '{'; write '}}' for the character itself");
            } else if (c == '{') {
                int close = closing(text, at);
                flush(words, parts);
                parts.add(new Slot<>(slot(text, at + 1, close, expressions)));
                at = close + 1;
            } else {
                words.append(c);
                at++;
            }
        }
        flush(words, parts);
        return new MessageTemplate<>(parts);
    }

    private static <F> Expressions.Value<F> slot(String text, int from, int to, Expressions<F> expressions)
            throws ExpressionException {
        try {
            return expressions.value(text.substring(from, to));
        } catch (ExpressionException e) {
            throw new ExpressionException(e.complaints().stream()
                    .map(complaint -> new ExpressionException.Complaint(
                            complaint.line(),
                            complaint.line() == 1 ? complaint.column() + from : complaint.column(),
                            complaint.message()))
                    .toList());
        }
    }

    /** Index of the brace that closes the one at {@code open}, not counting those inside quotes or nested. */
    private static int closing(String text, int open) throws ExpressionException {
        int depth = 0;
        char quote = 0;
        for (int at = open; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                if (c == '\\') {
                    at++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return at;
            }
        }
        throw new ExpressionException(1, open, "'{' without '}'; write '{{' for the character itself");
    }

    private static <F> void flush(StringBuilder words, List<Part<F>> parts) {
        if (!words.isEmpty()) {
            parts.add(new Words<>(words.toString()));
            words.setLength(0);
        }
    }

    /** The message for these facts, at most {@value #LONGEST} characters. A slot without a value prints as {@code ?}. */
    public String render(F facts) {
        StringBuilder text = new StringBuilder();
        for (Part<F> part : parts) {
            if (part instanceof Words<F> words) {
                text.append(words.text());
            } else if (part instanceof Slot<F> slot) {
                text.append(printed(slot, facts));
            }
        }
        return text.length() <= LONGEST ? text.toString() : cut(text);
    }

    private static <F> String printed(Slot<F> slot, F facts) {
        try {
            return String.valueOf(slot.value().of(facts));
        } catch (EvaluationException e) {
            // The alert matters more than its wording.
            return "?";
        }
    }

    private static String cut(StringBuilder text) {
        int end = LONGEST - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
