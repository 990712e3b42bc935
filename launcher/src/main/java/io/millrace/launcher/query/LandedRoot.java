package io.millrace.launcher.query;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    /** True if all files lie in folders named {@code key=value} of the same keys, which become columns. */
    boolean hasFoldersOfOneKind() {
        List<List<String>> keys = files.stream()
                .map(file -> Stream.of(file.relative().split("/"))
                        .filter(part -> part.indexOf('=') > 0)
                        .map(part -> part.substring(0, part.indexOf('=')))
                        .toList())
                .distinct()
                .toList();
        return keys.size() == 1 && !keys.get(0).isEmpty();
    }

    /** True if the name, or that of one kind of this root's files, is a word of the statement. May be true where a text or comment has it. */
    boolean isNamedIn(String sql) {
        return Pattern.compile("(?i)\\b" + Pattern.quote(name) + "(_\\w+)?\\b")
                .matcher(sql)
                .find();
    }
}
