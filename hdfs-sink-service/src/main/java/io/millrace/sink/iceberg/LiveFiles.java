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

    static TableContent of(Table table, String branch, TableCursor cursor) throws IOException {
        Map<String, Long> rows = new HashMap<>();
        Set<String> deleteFiles = new HashSet<>();
        long deleted = 0;
        if (table.refs().containsKey(branch)) {
            TableScan scan = table.newScan().useRef(branch);
            try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
                for (FileScanTask task : tasks) {
                    rows.merge(path(task.file().location()), task.file().recordCount(), Long::sum);
                    for (DeleteFile delete : task.deletes()) {
                        deleted += deleteFiles.add(delete.location()) ? delete.recordCount() : 0;
                    }
                }
            }
        }
        return new TableContent(cursor, rows, deleted);
    }

    private static String path(String location) {
        return URI.create(location.replace(" ", "%20")).getPath();
    }
}
