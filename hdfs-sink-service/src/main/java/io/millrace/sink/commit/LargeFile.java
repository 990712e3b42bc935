package io.millrace.sink.commit;

import static java.util.Objects.requireNonNull;

import io.millrace.sink.commit.UpkeepRecord.LetGoFile;
import java.util.List;

/**
 * A file that small ones of the same folder have become, or are about to: the first one gets its name, then the others are put behind it
 * in one step. So what lies there is told by its length.
 *
 * @param path relative to the data root; no other file ever has it
 * @param parts the committed files in the order of their records, at least two, none of them empty
 */
public record LargeFile(String path, List<LetGoFile> parts) {
    /** In the name of each; jobs tell them by it (mapreduce-job's GrownFile). */
    public static final String MARK = "-compacted-";

    public LargeFile {
        requireNonNull(path, "path");
        parts = List.copyOf(parts);
        if (parts.size() < 2) {
            throw new IllegalArgumentException("large file " + path + " must have two parts, has " + parts.size());
        }
    }

    /** Its length once all parts are in it. */
    public long bytes() {
        return parts.stream().mapToLong(LetGoFile::bytes).sum();
    }

    /** Records in all parts. */
    public long rows() {
        return parts.stream().mapToLong(LetGoFile::rows).sum();
    }

    /** The part that gets the name. */
    public LetGoFile first() {
        return parts.get(0);
    }

    /** The folder of all of them, relative to the data root; empty for the root itself. */
    public String folder() {
        return folderOf(path);
    }

    /** The folder of a path, both relative to the data root; empty for the root itself. */
    public static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** The last part of a path. */
    public static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * True if a file of this length at its path holds this part, or nobody can say that it does not: one of a wrong length was changed by
     * somebody, and what it holds is for a person to look at.
     *
     * @param path of one of the parts
     * @param length negative if nothing is there
     */
    public boolean holds(String path, long length) {
        return length >= 0 && (length != first().bytes() || path.equals(first().path()));
    }
}
