package io.millrace.mapreduce.input;

import java.util.List;

/**
 * What a file holds, told by its first bytes; its name only helps where the bytes do not tell.
 */
public enum ContentKind {
    /** Text in UTF-8 or any other encoding that keeps ASCII. */
    TEXT,
    /** gzip, one member or several. */
    GZIP,
    /** Zstandard frames. */
    ZSTD,
    /** Snappy's framing format. */
    SNAPPY_FRAMED,
    /** Snappy as snappy-java's own streams write it. */
    SNAPPY_JAVA,
    /** A compressed stream that has no mark of its own and is known by its name to Hadoop's codecs. */
    BY_NAME,
    /** Apache Parquet. */
    PARQUET,
    /** Text in UTF-16, with its byte order mark. */
    UTF16,
    /** Neither text nor anything known. */
    BINARY;

    /** How many of a file's first bytes are enough to tell. */
    public static final int HEAD = 4096;

    private static final List<String> COMPRESSED = List.of(
            ".gz", ".zst", ".zstd", ".snappy", ".sz", ".bz2", ".deflate", ".lz4", ".lzo", ".xz", ".zip", ".parquet");
    private static final List<String> BY_NAME_ONLY = List.of(".bz2", ".deflate", ".lz4");
    private static final double MOST_CONTROLS = 0.05;

    /** The kind in a word or two, for people. */
    public String label() {
        return switch (this) {
            case TEXT -> "text";
            case GZIP -> "gzip";
            case ZSTD -> "zstd";
            case SNAPPY_FRAMED, SNAPPY_JAVA -> "snappy";
            case BY_NAME -> "compressed";
            case PARQUET -> "Parquet";
            case UTF16 -> "UTF-16";
            case BINARY -> "binary";
        };
    }

    /** Whether a file of this name may be read from its middle. */
    public static boolean isSplittableName(String name) {
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        return COMPRESSED.stream().noneMatch(lower::endsWith);
    }

    /** The kind of the file of this name that starts with the first length bytes of head. */
    public static ContentKind of(String name, byte[] head, int length) {
        if (starts(head, length, 0x1F, 0x8B)) {
            return GZIP;
        }
        if (starts(head, length, 0x28, 0xB5, 0x2F, 0xFD)
                || (length >= 4 && (head[0] & 0xF0) == 0x50 && starts(head, length, head[0], 0x2A, 0x4D, 0x18))) {
            return ZSTD;
        }
        if (starts(head, length, 0xFF, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y')) {
            return SNAPPY_FRAMED;
        }
        if (starts(head, length, 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0)) {
            return SNAPPY_JAVA;
        }
        if (starts(head, length, 'P', 'A', 'R', '1')) {
            return PARQUET;
        }
        if (starts(head, length, 0xFF, 0xFE) || starts(head, length, 0xFE, 0xFF)) {
            return UTF16;
        }
        // Hadoop's Snappy starts with a block's length, whose first byte is 0 for any block below 16 MiB.
        if (BY_NAME_ONLY.stream().anyMatch(name::endsWith)
                || (name.endsWith(".snappy") && length > 0 && head[0] == 0)) {
            return BY_NAME;
        }
        return isBinary(head, length) ? BINARY : TEXT;
    }

    /** A NUL, and more control characters than damaged text would have. */
    private static boolean isBinary(byte[] head, int length) {
        int nuls = 0;
        int controls = 0;
        for (int i = 0; i < length; i++) {
            int c = head[i] & 0xFF;
            if (c == 0) {
                nuls++;
            } else if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1B && c != '\f') {
                controls++;
            }
        }
        return nuls > 0 && nuls + controls > MOST_CONTROLS * length;
    }

    private static boolean starts(byte[] head, int length, int... magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != (byte) magic[i]) {
                return false;
            }
        }
        return true;
    }
}
