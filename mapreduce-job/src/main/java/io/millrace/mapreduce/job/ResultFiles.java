package io.millrace.mapreduce.job;

import io.millrace.mapreduce.report.ResultFormat;
import io.millrace.mapreduce.report.Rows;
import io.millrace.mapreduce.report.Table;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The only place where a result is written as data. Files are made in the task's own folder, which the job's committer moves into the
 * output with everything else: a failed attempt leaves none.
 */
final class ResultFiles {
    /** The folder within the output that holds a folder for each table. */
    static final String FOLDER = "data";

    private final Configuration configuration;
    private final Path work;
    private final int task;
    private final ResultFormat format;
    private final Map<Table, Rows> open = new EnumMap<>(Table.class);

    /**
     * The files of one task.
     *
     * @param work the folder of the task's attempt
     * @param task the task's number
     * @param asked tables that shall be there even if nothing is in them, so that whoever queries them finds a table
     */
    ResultFiles(Configuration configuration, Path work, int task, ResultFormat format, Set<Table> asked)
            throws IOException {
        this.configuration = configuration;
        this.work = work;
        this.task = task;
        this.format = format;
        if (format != ResultFormat.TEXT && task == 0) {
            for (Table table : asked) {
                rows(table);
            }
        }
    }

    /** Writes a row, if data is asked for at all. */
    void row(Table table, Object... values) throws IOException {
        if (format != ResultFormat.TEXT) {
            rows(table).write(values);
        }
    }

    void close() throws IOException {
        for (Rows rows : open.values()) {
            rows.close();
        }
    }

    private Rows rows(Table table) throws IOException {
        Rows rows = open.get(table);
        if (rows == null) {
            Path folder = new Path(work, FOLDER + '/' + table.folder());
            FileSystem fs = folder.getFileSystem(configuration);
            rows = format.open(
                    table, fs.create(new Path(folder, String.format("part-r-%05d%s", task, format.ending())), true));
            open.put(table, rows);
        }
        return rows;
    }
}
