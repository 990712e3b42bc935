package io.millrace.sink.table;

import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which tables name the files of a topic: an empty folder for each, {@code ROOT/_millrace/TOPIC/tables/NAME}, made before the first
 * file is added. Who is about to delete files asks here whose readers would fail.
 */
public final class TableNotes {
    private static final String FOLDER = "/tables";

    private final FileStore store;
    private final String root;

    /** @param root data root, without a trailing slash */
    public TableNotes(FileStore store, String root) {
        this.store = store;
        this.root = root;
    }

    /** Notes a table of a topic that is stored, or throws; again is success. */
    void note(String topic, String table) throws IOException {
        // Not with those above them: where the root was renamed meanwhile, that would make a second one.
        create(folder(topic));
        create(folder(topic) + "/" + URLEncoder.encode(table, StandardCharsets.UTF_8));
    }

    private void create(String path) throws IOException {
        if (!store.createFolder(path) && store.stat(path).isEmpty()) {
            throw new IOException("cannot create folder " + path + ": the store answered false");
        }
    }

    /** The tables that were ever made of the topic's files, by kind and name. */
    public SortedSet<String> of(String topic) throws IOException {
        SortedSet<String> tables = new TreeSet<>();
        for (FileInfo entry : store.list(folder(topic))) {
            if (entry.folder()) {
                tables.add(URLDecoder.decode(entry.name(), StandardCharsets.UTF_8));
            }
        }
        return tables;
    }

    /** Where the topic's tables are noted. */
    public String folder(String topic) {
        return PartitionFolders.controlRoot(root) + "/" + topic + FOLDER;
    }
}
