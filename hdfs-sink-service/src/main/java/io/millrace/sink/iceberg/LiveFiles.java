package io.millrace.sink.iceberg;

import io.millrace.sink.table.TableContent;
import io.millrace.sink.table.TableCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SnapshotUtil;

/** Lists what a table holds. */
final class LiveFiles {
    private static final Pattern AUTHORITY = Pattern.compile("^[A-Za-z0-9+.-]+:(//[^/]*)?");

    private LiveFiles() {}

    /** @param fileSystem with which the locations of files begin that the sink wrote */
    static TableContent of(Table table, String branch, TableCursor cursor, String fileSystem) throws IOException {
        Map<String, Long> rows = new HashMap<>();
        Set<String> deleteFiles = new HashSet<>();
        long deleted = 0;
        Snapshot head = SnapshotUtil.latestSnapshot(table, branch);
        if (head != null) {
            TableScan scan = table.newScan().useSnapshot(head.snapshotId());
            try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
                for (FileScanTask task : tasks) {
                    rows.merge(
                            path(task.file().location(), fileSystem),
                            task.file().recordCount(),
                            Long::sum);
                    for (DeleteFile delete : task.deletes()) {
                        deleted += deleteFiles.add(delete.location() + " " + delete.contentOffset())
                                ? delete.recordCount()
                                : 0;
                    }
                }
            }
        }
        return new TableContent(cursor, rows, deleted, isRewritten(table, head));
    }

    /**
     * The files with these paths that the table holds, whatever name of their file system stands in it: another one, of a NameNode
     * for instance, is the same file.
     */
    static List<DataFile> named(Table table, String branch, Set<String> paths, String fileSystem) throws IOException {
        List<DataFile> files = new ArrayList<>();
        Snapshot head = SnapshotUtil.latestSnapshot(table, branch);
        if (head != null && !paths.isEmpty()) {
            try (CloseableIterable<FileScanTask> tasks =
                    table.newScan().useSnapshot(head.snapshotId()).planFiles()) {
                for (FileScanTask task : tasks) {
                    if (paths.contains(path(task.file().location(), fileSystem))) {
                        files.add(task.file());
                    }
                }
            }
        }
        return files;
    }

    private static boolean isRewritten(Table table, Snapshot head) {
        if (head != null) {
            for (Snapshot snapshot : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
                if (DataOperations.REPLACE.equals(snapshot.operation())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The same file may be named by another name of its file system. */
    private static String path(String location, String fileSystem) {
        return location.startsWith(fileSystem + "/")
                ? location.substring(fileSystem.length())
                : AUTHORITY.matcher(location).replaceFirst("");
    }
}
