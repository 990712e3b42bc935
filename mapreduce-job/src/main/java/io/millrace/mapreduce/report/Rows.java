package io.millrace.mapreduce.report;

import java.io.Closeable;
import java.io.IOException;

/** Writes the rows of one table into one file. */
public interface Rows extends Closeable {
    /** Writes a row: a value for each column, of the column's kind; only texts may be null. */
    void write(Object... values) throws IOException;
}
