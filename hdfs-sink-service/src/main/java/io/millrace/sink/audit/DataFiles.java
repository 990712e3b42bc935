package io.millrace.sink.audit;

import io.millrace.sink.commit.HiddenNames;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Lists what readers of the data folders see. */
final class DataFiles {
    private DataFiles() {}

    /** Length by path relative to the root, hidden files and folders left out. */
    static Map<String, Long> list(FileStore store, String root) throws IOException {
        Map<String, Long> lengths = new HashMap<>();
        Deque<String> folders = new ArrayDeque<>();
        folders.push("");
        while (!folders.isEmpty()) {
            String folder = folders.pop();
            for (FileInfo entry : store.list(folder.isEmpty() ? root : root + "/" + folder)) {
                String path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
                if (HiddenNames.isHidden(entry.name())) {
                    continue;
                }
                if (entry.folder()) {
                    folders.push(path);
                } else {
                    lengths.put(path, entry.length());
                }
            }
        }
        return lengths;
    }
}
