package io.millrace.benchmarks.sink;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * The Parquet files of a folder, as their footers tell.
 *
 * @param rows of all files
 * @param bytes of all files
 */
record Landed(int files, long rows, long bytes, long least, long greatest) {

    static Landed in(FileSystem fileSystem, Path folder, Configuration hadoop) throws IOException {
        int files = 0;
        long rows = 0;
        long bytes = 0;
        long least = Long.MAX_VALUE;
        long greatest = 0;
        RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(folder, true);
        while (all.hasNext()) {
            LocatedFileStatus status = all.next();
            if (!status.getPath().getName().endsWith(".parquet")
                    || status.getPath().toString().contains("/_millrace/")) {
                continue;
            }
            try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, hadoop))) {
                rows += reader.getRecordCount();
            }
            files++;
            bytes += status.getLen();
            least = Math.min(least, status.getLen());
            greatest = Math.max(greatest, status.getLen());
        }
        return new Landed(files, rows, bytes, least, greatest);
    }
}
