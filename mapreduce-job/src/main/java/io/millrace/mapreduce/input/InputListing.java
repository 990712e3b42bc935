package io.millrace.mapreduce.input;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Finds the files below the given paths. Files and folders whose names start with {@code _} or {@code .} are left out,
 * as every Hadoop job does; a path that the user names is read whatever its name.
 */
public final class InputListing {
    private final Configuration configuration;
    private final Map<String, InputFile> files = new LinkedHashMap<>();
    private final Set<String> folders = new HashSet<>();

    private InputListing(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * The files below these paths, each once even if paths overlap or symbolic links of the local disk lead to it several times;
     * empty files are left out.
     *
     * @throws FileNotFoundException if a path names nothing
     * @throws IOException if a folder cannot be listed
     */
    public static List<InputFile> list(Configuration configuration, List<Path> paths) throws IOException {
        InputListing listing = new InputListing(configuration);
        for (Path path : paths) {
            listing.add(path);
        }
        return new ArrayList<>(listing.files.values());
    }

    /** Whether readers of data leave this name out. */
    public static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    private void add(Path path) throws IOException {
        FileSystem fs = path.getFileSystem(configuration);
        List<FileStatus> found = PathPattern.find(fs, path);
        if (found.isEmpty()) {
            throw new FileNotFoundException("input " + path + ": no such file or folder");
        }
        for (FileStatus status : found) {
            if (status.isDirectory()) {
                folder(fs, status.getPath());
            } else {
                file(fs, status);
            }
        }
    }

    private void folder(FileSystem fs, Path folder) throws IOException {
        if (isLocal(fs) && !folders.add(realPath(folder))) {
            return; // a symbolic link leads back to what was listed already
        }
        List<Path> below = new ArrayList<>();
        RemoteIterator<? extends FileStatus> children =
                isLocal(fs) ? fs.listStatusIterator(folder) : fs.listLocatedStatus(folder);
        while (children.hasNext()) {
            FileStatus child = children.next();
            if (isHidden(child.getPath().getName())) {
                continue;
            }
            if (child.isDirectory()) {
                below.add(child.getPath());
            } else {
                file(fs, child);
            }
        }
        below.sort(null);
        for (Path child : below) {
            folder(fs, child);
        }
    }

    private void file(FileSystem fs, FileStatus status) throws IOException {
        if (status.getLen() == 0) {
            return;
        }
        List<InputFile.Block> blocks = new ArrayList<>();
        for (BlockLocation location : locations(fs, status)) {
            blocks.add(new InputFile.Block(location.getOffset(), location.getLength(), List.of(location.getHosts())));
        }
        String path = status.getPath().toString();
        boolean splittable = ContentKind.isSplittableName(status.getPath().getName());
        files.putIfAbsent(
                isLocal(fs) ? realPath(status.getPath()) : path,
                new InputFile(path, status.getLen(), splittable, blocks));
    }

    /** What a local path leads to: the same file under two names, by a link, is one file. */
    private static String realPath(Path path) throws IOException {
        return java.nio.file.Path.of(path.toUri().getPath()).toRealPath().toString();
    }

    private static BlockLocation[] locations(FileSystem fs, FileStatus status) throws IOException {
        if (isLocal(fs)) {
            return new BlockLocation[0];
        }
        BlockLocation[] locations = status instanceof LocatedFileStatus located
                ? located.getBlockLocations()
                : fs.getFileBlockLocations(status, 0, status.getLen());
        return locations == null ? new BlockLocation[0] : locations;
    }

    /** Asking a local file for its blocks starts an 'ls' process per file, only to learn that there are none. */
    private static boolean isLocal(FileSystem fs) {
        return "file".equals(fs.getUri().getScheme());
    }
}
