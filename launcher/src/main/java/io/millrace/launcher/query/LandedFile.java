package io.millrace.launcher.query;

/**
 * A file that readers see.
 *
 * @param path whole, as its file system names it
 * @param relative below its root, parts divided by {@code /}
 * @param length in bytes
 * @param modified when it was last written, in milliseconds since 1970
 */
record LandedFile(String path, String relative, long length, long modified) {}
