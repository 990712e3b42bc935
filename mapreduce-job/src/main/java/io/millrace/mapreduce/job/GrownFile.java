package io.millrace.mapreduce.job;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Sees whether small files were put behind a large one after the job had listed both: they would be counted twice then. Told by the
 * name that the sink's {@code compact} gives to large files; any other file may be one that somebody is writing to, whose new lines are
 * welcome.
 */
final class GrownFile {
    /** As the sink's LargeFile.MARK, which this jar does not hold. */
    private static final String COMPACTED = "-compacted-";

    private GrownFile() {}

    /**
     * Looks at a file that was opened.
     *
     * @param listed its length when the job began
     * @throws IOException if it is another one now
     */
    static void check(Configuration configuration, Path path, long listed) throws IOException {
        if (!path.getName().contains(COMPACTED)) {
            return;
        }
        long now = path.getFileSystem(configuration).getFileStatus(path).getLen();
        if (now != listed) {
            throw new IOException("file " + path + " had " + listed + " bytes when the job began and has " + now
                    + ": small files were put behind it, which the job would count twice; start it again");
        }
    }
}
