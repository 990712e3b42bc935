package io.millrace.formats.layout;

import java.nio.charset.StandardCharsets;

/**
 * Makes any text fit for one part of a path, without two texts becoming one: characters that paths,
 * globs and Hive treat specially become {@code %} and two hexadecimal digits per byte, as Hive does.
 */
public final class PathText {
    /** What Hive, Spark and Trino read as null. */
    public static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    /** HDFS refuses longer parts by default ({@code dfs.namenode.fs-limits.max-component-length}). */
    public static final int LONGEST_PART = 255;

    private static final String SPECIAL = "\"#%'*/:=?\\{}[]^";

    private PathText() {}

    /**
     * The text escaped.
     *
     * @param first whether it begins a part of the path; readers take no notice of parts that begin with {@code _} or
     *     {@code .}, and {@code ..} would leave the folder
     */
    public static String escape(String text, boolean first) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); ) {
            int code = text.codePointAt(i);
            boolean hides = i == 0 && first && (code == '_' || code == '.');
            if (hides || isSpecial(code)) {
                byte[] bytes = new String(Character.toChars(code)).getBytes(StandardCharsets.UTF_8);
                for (byte b : bytes) {
                    out.append(String.format("%%%02X", b & 0xff));
                }
            } else {
                out.appendCodePoint(code);
            }
            i += Character.charCount(code);
        }
        return out.toString();
    }

    private static boolean isSpecial(int code) {
        if (code < 0x80) {
            return code < ' ' || code == 0x7f || SPECIAL.indexOf(code) >= 0;
        }
        int type = Character.getType(code);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }

    /** Checks literal text of a template, which people write on purpose: nothing is escaped, the wrong is refused. */
    static void checkLiteral(String subject, String text, String literal) throws TemplateException {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '=' && c != '/' && isSpecial(c)) {
                String shown = c < ' ' || c >= 0x7f ? String.format("character 0x%04x", (int) c) : "'" + c + "'";
                throw new TemplateException(subject + " '" + text + "' has " + shown + ", which may not be in a path");
            }
        }
    }
}
