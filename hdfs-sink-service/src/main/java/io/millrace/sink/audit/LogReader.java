package io.millrace.sink.audit;

import io.millrace.sink.commit.CommitRecord;
import io.millrace.sink.commit.CommitRecordCodec;
import io.millrace.sink.commit.DamagedLogException;
import io.millrace.sink.commit.NewerLogException;
import io.millrace.sink.commit.PartitionFolders;
import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads all commit records of a partition, from the log and the archive. */
final class LogReader {
    private final FileStore store;
    private final PartitionFolders folders;
    private final Consumer<String> damage;

    /** @param damage told of records that cannot be read, a sentence each */
    LogReader(FileStore store, PartitionFolders folders, Consumer<String> damage) {
        this.store = store;
        this.folders = folders;
        this.damage = damage;
    }

    /**
     * All records by sequence number. The log is read before the archive: a segment that a running sink folds meanwhile
     * is missed in the one and found in the other.
     */
    NavigableMap<Long, CommitRecord> readAll() throws IOException {
        NavigableMap<Long, CommitRecord> records = new TreeMap<>();
        for (FileInfo segment : sorted(store.list(folders.log()))) {
            if (segment.folder() && PartitionFolders.number(segment.name()).isPresent()) {
                String folder = folders.log() + "/" + segment.name();
                for (FileInfo file : sorted(store.list(folder))) {
                    readRecord(folder + "/" + file.name(), records);
                }
            }
        }
        for (FileInfo file : sorted(store.list(folders.archive()))) {
            if (!file.folder() && PartitionFolders.number(file.name()).isPresent()) {
                readArchive(folders.archive() + "/" + file.name(), records);
            }
        }
        return records;
    }

    private static List<FileInfo> sorted(List<FileInfo> entries) {
        return entries.stream().sorted(Comparator.comparing(FileInfo::name)).toList();
    }

    private void readRecord(String path, NavigableMap<Long, CommitRecord> records) throws IOException {
        byte[] bytes;
        try (InputStream in = store.open(path)) {
            bytes = in.readAllBytes();
        } catch (NoSuchFileException foldedMeanwhile) {
            return;
        }
        add(bytes, path, records);
    }

    private void readArchive(String path, NavigableMap<Long, CommitRecord> records) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(store.open(path), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                add((line + "\n").getBytes(StandardCharsets.UTF_8), path + " line " + number, records);
            }
        }
    }

    private void add(byte[] bytes, String where, NavigableMap<Long, CommitRecord> records) {
        try {
            CommitRecord record = CommitRecordCodec.decode(bytes, where);
            records.put(record.sequence(), record);
        } catch (DamagedLogException | NewerLogException e) {
            damage.accept(e.getMessage());
        }
    }
}
