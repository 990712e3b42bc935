package io.millrace.sources.database;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a table or view, or a query in its place.
 *
 * @param display how it is called in messages, positions and dead letters
 * @param sql what stands behind FROM
 * @param schema the part before the dot, without quotes; null if there is none, or this is a query
 * @param table the table's own name, without quotes; null for a query
 */
public record TableName(String display, String sql, String schema, String table) {
    private static final String PART = "[A-Za-z_][A-Za-z0-9_$]*|\"[^\"\\\\]+\"|`[^`\\\\]+`";
    private static final Pattern NAME = Pattern.compile("(?:(" + PART + ")\\.)?(" + PART + ")");

    /** True if this can be put into a statement as a table's or column's name. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /** A table or view by its name: plain, or in the quotes of its database. */
    public static TableName named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("table is '" + name + "', must be a name");
        }
        return new TableName(name, name, unquoted(parts.group(1)), unquoted(parts.group(2)));
    }

    /** The rows of a query. */
    public static TableName query(String display, String query) {
        return new TableName(display, "(" + query + ")", null, null);
    }

    /** The name as a topic and a source can have it: the table's own, without quotes and what topics may not hold. */
    public String topicName() {
        return display.replaceAll("[\"`]", "").replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /**
     * What tells it from others in positions: the name as the database takes it, or for a query, whose name says nothing, a
     * hash of its text.
     */
    public String identity() {
        return isQuery()
                ? "query " + Long.toHexString(RecentChanges.hash(sql.strip().getBytes(StandardCharsets.UTF_8)))
                : schema == null ? table : schema + "." + table;
    }

    /** True for a query, of which nothing is known but its rows. */
    boolean isQuery() {
        return table == null;
    }

    /** A column's name as it is known by: without quotes, lower case. */
    public static String column(String name) {
        return unquoted(name).toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String part) {
        return part == null || part.isEmpty() || part.charAt(0) != '"' && part.charAt(0) != '`'
                ? part
                : part.substring(1, part.length() - 1);
    }
}
