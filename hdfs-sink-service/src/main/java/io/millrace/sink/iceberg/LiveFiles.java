package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableContent;
import io.millrace.sink.table.TableCursor;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;

/** Lists what a table holds. */
final class LiveFiles {
    private LiveFiles() {}

    /** @param fileSystem with which the locations of files begin that the sink wrote */
    static TableContent of(Table table, String branch, TableCursor cursor, String fileSystem) throws IOException {
        Map<String, Long> rows = new HashMap<>();
        Set<String> deleteFiles = new HashSet<>();
        long deleted = 0;
        if (table.refs().containsKey(branch)) {
            TableScan scan = table.newScan().useRef(branch);
            try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
                for (FileScanTask task : tasks) {
                    rows.merge(
                            path(task.file().location(), fileSystem),
                            task.file().recordCount(),
                            Long::sum);
                    for (DeleteFile delete : task.deletes()) {
                        deleted += deleteFiles.add(delete.location()) ? delete.recordCount() : 0;
                    }
                }
            }
        }
        return new TableContent(cursor, rows, deleted);
    }

    private static String path(String location, String fileSystem) {
        if (location.startsWith(fileSystem + "/")) {
            return location.substring(fileSystem.length());
        }
        return URI.create(location.replace(" ", "%20")).getPath();
    }
}
