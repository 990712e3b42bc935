package io.millrace.runtime;

/** Text from elsewhere, made safe to look at: in it nothing moves the cursor, colours, or turns the direction of writing round. */
public final class VisibleText {
    private VisibleText() {}

    /** The text with such characters as their numbers ({@code \u001b}); tabs and line ends stay. */
    public static String of(String text) {
        if (text.chars().noneMatch(VisibleText::isUnseen)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (isUnseen(c)) {
                visible.append("\\u%04x".formatted(c));
            } else {
                visible.append((char) c);
            }
        });
        return visible.toString();
    }

    /** Controls, and what Unicode has for turning the direction of writing round (UAX #9): it shows other text than there is. */
    private static boolean isUnseen(int c) {
        return Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r'
                || c >= 0x202a && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0x200e
                || c == 0x200f
                || c == 0x061c;
    }
}
