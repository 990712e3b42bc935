package io.millrace.sources.tail;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names and the locale: a name is bytes, and positions are kept under texts. A name that the locale's encoding cannot make a
 * text of and back would be another file's.
 */
final class Spelling {
    private Spelling() {}

    /** True if the path can be written down and found again by that. */
    static boolean isSpellable(Path path) {
        String name = path.toString();
        return isAscii(name) || isSpellable(name) && Path.of(name).equals(path);
    }

    /** Such a name, which most are, is the same in each encoding that a locale may have. */
    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80 || name.charAt(i) == '?') {
                return false;
            }
        }
        return true;
    }

    /** True if the text, which may come from a run with another locale, is a path here. */
    static boolean isSpellable(String path) {
        try {
            return Path.of(path).toString().equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The path for people: bytes that are not ASCII as {@code \xE9} if it cannot be spelled. */
    static String shown(Path path) {
        if (isSpellable(path)) {
            return path.toString();
        }
        // The only way to the bytes: all others go through the encoding.
        String raw = path.toUri().getRawPath();
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                shown.append(c);
                continue;
            }
            int value = Integer.parseInt(raw.substring(i + 1, i + 3), 16);
            shown.append(value >= ' ' && value < 0x7f ? Character.toString(value) : String.format("\\x%02X", value));
            i += 2;
        }
        return shown.toString();
    }

    /** The text for people: what is not ASCII as bytes of UTF-8 if it is no path here. */
    static String shown(String path) {
        if (isSpellable(path)) {
            return path;
        }
        StringBuilder shown = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            shown.append(b >= ' ' && b < 0x7f ? Character.toString(b) : String.format("\\x%02X", b));
        }
        return shown.toString();
    }

    /** The sentence about a name that cannot be spelled. */
    static String refusal(String what, String shown) {
        String encoding = System.getProperty("sun.jnu.encoding");
        String other = "UTF-8".equals(encoding) ? "" : "start with another, for instance LC_ALL=C.UTF-8, or ";
        return what + " '" + shown + "' has a name that the locale's encoding, " + encoding
                + ", cannot spell: it is not read; " + other + "rename it";
    }
}
