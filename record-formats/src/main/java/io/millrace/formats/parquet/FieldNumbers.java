package io.millrace.formats.parquet;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.parquet.format.SchemaElement;

/**
 * The number of each column, by which tables know it (Parquet's {@code field_id}): made of the names on the way to the column
 * alone, so that all files have the same one for it, whoever writes them, whatever other columns they have, and before there
 * is a table.
 *
 * <p>Between 2^29 and 2^30: tables give small numbers to columns of others, and keep those near 2^31 for themselves.
 */
final class FieldNumbers {
    private static final int FIRST = 1 << 29;

    private final Set<Integer> taken = new HashSet<>();

    /**
     * Numbers the column with this path: the names of fields, and {@code element}, {@code key} and {@code value}. One whose number
     * another column of the same file has, as one of 500 million pairs does, stays without: a table then refuses the file.
     */
    void number(SchemaElement element, List<String> path) {
        CRC32C hash = new CRC32C();
        for (String name : path) {
            hash.update(name.getBytes(StandardCharsets.UTF_8));
            hash.update(0);
        }
        int number = FIRST | (int) hash.getValue() & (FIRST - 1);
        if (taken.add(number)) {
            element.setField_id(number);
        }
    }
}
