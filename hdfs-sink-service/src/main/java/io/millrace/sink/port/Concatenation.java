package io.millrace.sink.port;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Puts files of one folder behind each other without reading them. Paths and failures are as in {@link FileStore}. */
public interface Concatenation {
    /**
     * The files of the folder by their names; empty also if there is no such folder. A folder of many files may change while it is
     * listed.
     */
    Map<String, Piece> pieces(String folder) throws IOException;

    /**
     * Appends the parts to the file in one atomic step, in their order: whoever looks finds all of them, or the longer file and none.
     *
     * @param target a closed file
     * @param parts closed files of the same folder that are not empty, and whose blocks are no larger than those of the target
     * @throws java.nio.file.NoSuchFileException if one is missing; nothing is changed then
     * @throws io.millrace.stream.RefusedException if the store does not do it with these files
     */
    void concat(String target, List<String> parts) throws IOException;
}
