package io.millrace.console.landed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Lists what lies below roots, as readers see it. Thread-safe. */
public final class FolderLook {
    /** A folder of more is shown in part. */
    private static final int MOST_ENTRIES = 2_000;

    private final Hdfs hdfs;

    public FolderLook(Hdfs hdfs) {
        this.hdfs = hdfs;
    }

    /**
     * What is in a folder.
     *
     * @param folder relative to the root
     * @param all false if it holds more than is listed
     */
    public record Folder(String root, String folder, List<Entry> folders, List<Entry> files, boolean all) {
        public Folder {
            folders = List.copyOf(folders);
            files = List.copyOf(files);
        }
    }

    /**
     * A file or folder.
     *
     * @param path whole
     * @param modified milliseconds since 1970
     */
    public record Entry(String name, String path, long length, long modified) {}

    /** A path is not one to look at, or nothing is there; the message is a sentence for people. */
    public static final class NotThereException extends IOException {
        private static final long serialVersionUID = 1L;

        NotThereException(String message) {
            super(message);
        }
    }

    /** What readers see in a folder of a root. */
    public Folder list(String root, String folder) throws IOException {
        FileSystem fs = hdfs.fileSystem();
        Path path = checked(folder.isEmpty() ? root : root + "/" + folder);
        List<Entry> folders = new ArrayList<>();
        List<Entry> files = new ArrayList<>();
        boolean all = true;
        try {
            RemoteIterator<FileStatus> entries = fs.listStatusIterator(path);
            while (entries.hasNext()) {
                FileStatus entry = entries.next();
                String name = entry.getPath().getName();
                if (isHidden(name)) {
                    continue;
                }
                if (folders.size() + files.size() == MOST_ENTRIES) {
                    all = false;
                    break;
                }
                (entry.isDirectory() ? folders : files)
                        .add(new Entry(
                                name, entry.getPath().toUri().getPath(), entry.getLen(), entry.getModificationTime()));
            }
        } catch (FileNotFoundException e) {
            throw new NotThereException("There is no folder " + path.toUri().getPath() + ".");
        }
        folders.sort(Comparator.comparing(Entry::name));
        files.sort(Comparator.comparing(Entry::name));
        return new Folder(root, folder, folders, files, all);
    }

    /** A path below the folder of roots, with nothing hidden on its way: no other file of the file system is for this page. */
    Path checked(String path) throws IOException {
        String base = hdfs.base() + "/";
        Path asked;
        try {
            asked = new Path(path);
        } catch (IllegalArgumentException e) {
            throw new NotThereException("There is no such path.");
        }
        String plain = asked.toUri().getPath();
        boolean below = asked.toUri().getScheme() == null
                && asked.toUri().getAuthority() == null
                && (plain + "/").startsWith(base)
                && List.of(plain.split("/")).stream().noneMatch(part -> isHidden(part) || part.equals(".."));
        if (!below) {
            throw new NotThereException("The path must be below " + base + ", and not in a hidden folder.");
        }
        return asked;
    }

    /** As Hadoop's jobs and everybody after them take it. */
    static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }
}
