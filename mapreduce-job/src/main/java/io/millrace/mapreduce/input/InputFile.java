package io.millrace.mapreduce.input;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A file to read.
 *
 * @param path where it is, as a full URI
 * @param length its length in bytes
 * @param splittable whether reading may start in its middle: plain text and Parquet yes, compressed streams no
 * @param blocks where its blocks are stored; may be empty if the file system does not tell
 */
public record InputFile(String path, long length, boolean splittable, List<Block> blocks) {
    public InputFile {
        requireNonNull(path, "path");
        blocks = List.copyOf(blocks);
    }

    /** A stored block of a file: its first byte, its length in bytes, and the hosts that hold a replica. */
    public record Block(long offset, long length, List<String> hosts) {
        public Block {
            hosts = List.copyOf(hosts);
        }
    }
}
