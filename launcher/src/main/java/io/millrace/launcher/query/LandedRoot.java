package io.millrace.launcher.query;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A folder of files that may be asked as a table.
 *
 * @param name what it is called in SQL
 * @param path of the folder, without scheme and host
 * @param files those that readers see, by path
 */
record LandedRoot(String name, String path, List<LandedFile> files) {
    LandedRoot {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(LandedFile::length).sum();
    }

    /** True if the name, or that of one kind of this root's files, is a word of the statement. May be true where a text or comment has it. */
    boolean isNamedIn(String sql) {
        return Pattern.compile("(?i)\\b" + Pattern.quote(name) + "(_\\w+)?\\b")
                .matcher(sql)
                .find();
    }
}
