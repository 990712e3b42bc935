package io.millrace.sink.iceberg;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * One field of a table's partitioning, written as in Iceberg's own statements: {@code device}, {@code hour(time)},
 * {@code bucket(16, device)}.
 *
 * @param kind how values become those of the partition
 * @param column the column's name; parts of a nested one have dots in between
 * @param width of {@code bucket} and {@code truncate}, empty for others
 */
public record PartitionTerm(Kind kind, String column, OptionalInt width) {
    private static final Pattern CALL =
            Pattern.compile("([A-Za-z]+)\\s*\\(\\s*(?:(\\d{1,9})\\s*,\\s*)?([^\\s(),]+)\\s*\\)");
    private static final Pattern COLUMN = Pattern.compile("[^\\s(),]+");

    /** Iceberg's transforms. */
    public enum Kind {
        IDENTITY,
        YEAR,
        MONTH,
        DAY,
        HOUR,
        BUCKET,
        TRUNCATE
    }

    public PartitionTerm {
        requireNonNull(kind, "kind");
        requireNonNull(column, "column");
        requireNonNull(width, "width");
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static PartitionTerm of(String text) {
        String stripped = text.strip();
        if (COLUMN.matcher(stripped).matches()) {
            return new PartitionTerm(Kind.IDENTITY, stripped, OptionalInt.empty());
        }
        Matcher call = CALL.matcher(stripped);
        if (call.matches()) {
            for (Kind kind : Kind.values()) {
                boolean named = kind.name().equalsIgnoreCase(call.group(1))
                        || (kind.name() + "S").equalsIgnoreCase(call.group(1));
                boolean wide = kind == Kind.BUCKET || kind == Kind.TRUNCATE;
                if (named && wide == (call.group(2) != null)) {
                    int width = wide ? Integer.parseInt(call.group(2)) : 0;
                    if (!wide || width > 0) {
                        return new PartitionTerm(
                                kind, call.group(3), wide ? OptionalInt.of(width) : OptionalInt.empty());
                    }
                }
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a column, year(COLUMN), month(COLUMN), day(COLUMN),"
                + " hour(COLUMN), bucket(N, COLUMN) or truncate(N, COLUMN)");
    }

    /**
     * True if a column can be partitioned so.
     *
     * @param column null if there is none of that name
     */
    boolean suits(Types.NestedField column) {
        if (column == null || !column.type().isPrimitiveType()) {
            return false;
        }
        return switch (kind) {
            case HOUR -> column.type().typeId() == Type.TypeID.TIMESTAMP;
            case DAY, MONTH, YEAR ->
                column.type().typeId() == Type.TypeID.TIMESTAMP || column.type().typeId() == Type.TypeID.DATE;
            case IDENTITY, BUCKET, TRUNCATE -> true;
        };
    }

    /** The same for Iceberg. */
    Term term() {
        return switch (kind) {
            case IDENTITY -> Expressions.ref(column);
            case YEAR -> Expressions.year(column);
            case MONTH -> Expressions.month(column);
            case DAY -> Expressions.day(column);
            case HOUR -> Expressions.hour(column);
            case BUCKET -> Expressions.bucket(column, width.orElseThrow());
            case TRUNCATE -> Expressions.truncate(column, width.orElseThrow());
        };
    }

    @Override
    public String toString() {
        if (kind == Kind.IDENTITY) {
            return column;
        }
        String first = width.isPresent() ? width.getAsInt() + ", " : "";
        return kind.name().toLowerCase(Locale.ROOT) + "(" + first + column + ")";
    }
}
