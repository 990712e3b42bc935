package io.millrace.producer.tail;

import java.nio.file.Path;

/**
 * A file as one look at the file system showed it.
 *
 * @param path where it is
 * @param inode file number in its file system, or 0 where there is none
 * @param size bytes
 * @param modified last modification, milliseconds since 1970
 * @param asked true if the inputs name it; false if it only lies beside one and may be its rotated form
 */
record FoundFile(Path path, long inode, long size, long modified, boolean asked) {}
