package io.millrace.sink.commit;

import java.util.Objects;

/** Which names readers of a data folder leave out: Hadoop's own rule, a leading underscore or dot. */
public final class HiddenNames {
    /** The folder below the root that holds commit logs and temporary files. */
    public static final String CONTROL_FOLDER = "_millrace";

    private HiddenNames() {}

    /** True for one part of a path that readers skip. */
    public static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    /** True if any part of the path (relative to the root, parts divided by {@code /}) is hidden. */
    public static boolean isHiddenPath(String relativePath) {
        Objects.requireNonNull(relativePath, "relativePath");
        for (String part : relativePath.split("/")) {
            if (isHidden(part)) {
                return true;
            }
        }
        return false;
    }
}
