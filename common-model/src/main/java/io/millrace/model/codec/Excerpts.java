package io.millrace.model.codec;

/** Quotes foreign text in messages: short, on one line, without control characters. */
final class Excerpts {
    private static final int MAX = 60;

    private Excerpts() {}

    static String of(String text) {
        String cut = text.length() <= MAX ? text : text.substring(0, MAX) + "…";
        StringBuilder out = new StringBuilder(cut.length());
        cut.chars()
                .forEach(
                        c -> out.append(Character.isISOControl(c) || Character.isSurrogate((char) c) ? '?' : (char) c));
        return out.toString();
    }
}
