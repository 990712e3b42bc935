package io.millrace.sink.commit;

import io.millrace.sink.port.FileInfo;
import io.millrace.sink.port.FileStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was decided of which of a topic's folders are done, record by record; only the last one counts, and earlier ones go.
 *
 * <pre>
 * ROOT/_millrace/TOPIC/done/SEQUENCE.json      the records
 *                          /marked-SEQUENCE    an empty folder: the marks of the records up to this one are set
 * </pre>
 *
 * <p>A record is true from the moment at which it has its name, unless there is one with a higher number then: whoever was paused
 * for so long that the record that overtook it is deleted gets its name, and sees that it is too late. The last one is never deleted.
 */
public final class DoneLog {
    private static final int READ_ATTEMPTS = 5;
    private static final String FOLDER = "/done";
    private static final String MARKED = "marked-";

    private final FileStore store;
    private final String folder;

    /** @param root data root, without a trailing slash */
    public DoneLog(FileStore store, String root, String topic) {
        this.store = store;
        this.folder = PartitionFolders.controlRoot(root) + "/" + topic + FOLDER;
    }

    /** Where the records are. */
    public String folder() {
        return folder;
    }

    /**
     * The last record; empty if there is none.
     *
     * @throws DamagedLogException if it is damaged
     */
    public Optional<DoneRecord> last() throws IOException {
        return read(false);
    }

    /** The last record whose marks are all set; empty if there is none. */
    public Optional<DoneRecord> lastMarked() throws IOException {
        return read(true);
    }

    private Optional<DoneRecord> read(boolean marked) throws IOException {
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            List<FileInfo> entries = store.list(folder);
            long sequence = marked ? markedOf(entries) : lastOf(entries);
            if (sequence < 0) {
                return Optional.empty();
            }
            try {
                String path = record(sequence);
                DoneRecord record = DoneCodec.decode(NumberedName.readAll(store, path), path);
                if (record.sequence() != sequence) {
                    throw new DamagedLogException("record of what is done " + path
                            + " says that its sequence number is " + record.sequence());
                }
                return Optional.of(record);
            } catch (NoSuchFileException overtaken) {
                // There is a later one now.
            }
        }
        throw new IOException(
                "the records in " + folder + " cannot be read: each time there is a later one, or the last"
                        + " one that is marked is missing; if nobody writes them, delete that folder to begin anew");
    }

    private static long lastOf(List<FileInfo> entries) {
        return entries.stream()
                .map(entry -> PartitionFolders.number(entry.name()))
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElse(-1);
    }

    private static long markedOf(List<FileInfo> entries) {
        return entries.stream()
                .map(entry -> markedSequence(entry.name()))
                .flatMapToLong(OptionalLong::stream)
                .max()
                .orElse(-1);
    }

    private static OptionalLong markedSequence(String name) {
        return name.startsWith(MARKED)
                ? PartitionFolders.number(name.substring(MARKED.length()))
                : OptionalLong.empty();
    }

    private String record(long sequence) {
        return folder + "/" + PartitionFolders.digits(sequence) + ".json";
    }

    private String temporary(DoneRecord record) {
        return folder + "/_" + PartitionFolders.digits(record.sequence()) + "-" + record.id();
    }

    /**
     * Publishes the record: the one moment at which it becomes true.
     *
     * @return false if somebody else was faster
     * @throws IOException if it is not known whether it was published: {@link #last} tells
     */
    public boolean publish(DoneRecord record) throws IOException {
        Folders.create(store, folder);
        boolean named =
                NumberedName.publish(store, DoneCodec.encode(record), temporary(record), record(record.sequence()));
        return named && lastOf(store.list(folder)) == record.sequence();
    }

    /** Sequence number of the last record whose marks are said to be set; -1 if there is none. */
    public long marked() throws IOException {
        return markedOf(store.list(folder));
    }

    /** Says that the marks of the records up to this one are set, and takes away what came before it. */
    public void setMarked(long sequence) throws IOException {
        Folders.create(store, folder + "/" + MARKED + PartitionFolders.digits(sequence));
        for (FileInfo entry : store.list(folder)) {
            String name = entry.name();
            boolean earlier = PartitionFolders.number(name).orElse(Long.MAX_VALUE) < sequence
                    || markedSequence(name).orElse(Long.MAX_VALUE) < sequence;
            // Its number is taken: nobody can publish it any more, or who does sees that it is too late.
            boolean leftOver = PartitionFolders.upkeepTemporarySequence(name).orElse(Long.MAX_VALUE) <= sequence;
            if (earlier || leftOver) {
                Folders.delete(store, folder + "/" + name);
            }
        }
    }
}
