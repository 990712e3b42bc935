package io.millrace.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A name for a folder that holds nothing but plain letters, digits and marks: for servers that give other characters a meaning. The
 * folder's own path if it is like that, else a link to it, which exists until this is closed.
 *
 * <p>Hadoop's DataNode writes its folders as URIs into texts that it takes for formats, so that whatever a URI writes with a percent
 * sign ends it. See decision 0088.
 */
public final class PlainPath implements AutoCloseable {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.-]+");

    private final Path path;
    private final boolean link;

    private PlainPath(Path path, boolean link) {
        this.path = path;
        this.link = link;
    }

    /**
     * Names the folder.
     *
     * @param folder an absolute path; the folder exists
     */
    static PlainPath of(Path folder) throws IOException {
        return of(folder, Path.of(System.getProperty("user.home"), ".cache", "millrace"));
    }

    /**
     * As {@link #of(Path)}.
     *
     * @param links where a link is made, if this is a plain path itself; else among the temporary files. Those are not the first
     *     choice: what looks unused there for days is deleted on many systems
     */
    static PlainPath of(Path folder, Path links) throws IOException {
        if (isPlain(folder)) {
            return new PlainPath(folder, false);
        }
        Path parent = isPlain(links) ? Files.createDirectories(links) : Files.createTempDirectory("millrace");
        // The same folder has the same link: one that a killed process left is replaced, and none are heaped up.
        Path link = parent.resolve(UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                .toString());
        Files.deleteIfExists(link);
        return new PlainPath(Files.createSymbolicLink(link, folder), true);
    }

    /** The name. */
    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (link) {
            Files.deleteIfExists(path);
        }
    }

    /** True if no server gives a character of the path a meaning. */
    public static boolean isPlain(Path path) {
        return PLAIN.matcher(path.toString()).matches();
    }
}
