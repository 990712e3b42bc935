package io.millrace.launcher.query;

import java.nio.file.Path;

/**
 * A file on this machine that DuckDB can read.
 *
 * @param path where
 * @param content what it holds; text was made into CSV, of columns {@code file}, {@code number} and {@code line}
 */
record LocalCopy(Path path, FileContent content) {}
