package io.millrace.sink.iceberg;

import io.millrace.runtime.retry.ParallelCalls;
import io.millrace.sink.table.TableFile;
import io.millrace.sink.table.TableRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Reads the footers of files, several at a time. */
final class Footers {
    private final Configuration configuration;
    private final Executor threads;

    /** @param threads read footers side by side */
    Footers(Configuration configuration, Executor threads) {
        this.configuration = configuration;
        this.threads = threads;
    }

    /**
     * A file and what it says of itself.
     *
     * @param location with its file system
     */
    record Footer(TableFile file, String location, ParquetMetadata metadata) {
        long rows() {
            return metadata.getBlocks().stream()
                    .mapToLong(block -> block.getRowCount())
                    .sum();
        }
    }

    /** @param fileSystem comes before each path */
    List<Footer> read(String fileSystem, List<TableFile> files) throws IOException {
        List<Footer> footers = new ArrayList<>(files.size());
        ParallelCalls<Footer> calls = new ParallelCalls<>(threads, footers::add);
        for (TableFile file : files) {
            calls.begin(() -> read(fileSystem + file.path(), file));
        }
        calls.await();
        return footers;
    }

    private Footer read(String location, TableFile file) throws IOException {
        if (!location.endsWith(".parquet")) {
            throw new TableRefusedException("file '" + file.path()
                    + "' is not Parquet, and a table takes Parquet files only; store the topic with --file-format"
                    + " parquet, or leave it out of the table");
        }
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromPath(new Path(location), configuration))) {
            Footer footer = new Footer(file, location, reader.getFooter());
            if (footer.rows() != file.rows()) {
                throw new TableRefusedException("file '" + file.path() + "' says that it has " + footer.rows()
                        + " rows, and " + file.rows() + " were committed; run audit to see what else was changed");
            }
            return footer;
        } catch (RuntimeException e) {
            String sentence = "the footer of '" + file.path() + "' cannot be read: " + e.getMessage();
            for (Throwable at = e; at != null; at = at.getCause()) {
                if (at instanceof IOException) {
                    throw new IOException(sentence, e);
                }
            }
            throw new TableRefusedException(sentence + "; run audit to see what was changed", e);
        }
    }
}
