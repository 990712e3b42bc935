package io.millrace.mapreduce.input;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What bytes hold, told by the first of them; a file's name only helps where the bytes do not tell. The same question is asked
 * again of what was packed in them: a compressed file may hold an archive, whose members may be compressed or in UTF-16.
 */
public enum ContentKind {
    /** Text in UTF-8 or any other encoding that keeps ASCII. */
    TEXT("text"),
    /** gzip, one member or several. */
    GZIP("gzip"),
    /** Zstandard frames. */
    ZSTD("zstd"),
    /** bzip2, one stream or several. */
    BZIP2("bzip2"),
    /** xz. */
    XZ("xz"),
    /** LZ4's frame format, as the lz4 command writes it. */
    LZ4_FRAMED("lz4"),
    /** Snappy's framing format. */
    SNAPPY_FRAMED("snappy"),
    /** Snappy as snappy-java's own streams write it. */
    SNAPPY_JAVA("snappy"),
    /** LZ4 in the blocks of Hadoop's codec. */
    LZ4_HADOOP("lz4"),
    /** Snappy in the blocks of Hadoop's codec. */
    SNAPPY_HADOOP("snappy"),
    /** zlib, which Hadoop calls deflate. */
    DEFLATE("deflate"),
    /** What Unix' compress writes. */
    COMPRESS("compress"),
    /** A tar archive. */
    TAR("tar"),
    /** A zip archive. */
    ZIP("zip"),
    /** Apache Parquet. */
    PARQUET("Parquet"),
    /** Text in UTF-16, with its byte order mark. */
    UTF16("UTF-16"),
    /** Text in UTF-16 without a mark, lower byte first. */
    UTF16_LE("UTF-16"),
    /** Text in UTF-16 without a mark, higher byte first. */
    UTF16_BE("UTF-16"),
    /** Text in UTF-32, with its byte order mark. */
    UTF32("UTF-32"),
    /** Neither text nor anything that this job reads. */
    BINARY("binary");

    /** How many of the first bytes are enough to tell. */
    public static final int HEAD = 4096;

    private static final List<String> PACKED = List.of(
            ".gz",
            ".tgz",
            ".zst",
            ".zstd",
            ".snappy",
            ".sz",
            ".bz2",
            ".tbz2",
            ".deflate",
            ".lz4",
            ".lzo",
            ".xz",
            ".txz",
            ".z",
            ".zip",
            ".tar",
            ".7z",
            ".rar",
            ".parquet",
            ".avro",
            ".orc");
    private static final double MOST_CONTROLS = 0.05;
    private static final int LEAST_PAIRS = 8;

    private final String label;

    ContentKind(String label) {
        this.label = label;
    }

    /** The kind in a word or two, for people. */
    public String label() {
        return label;
    }

    /** Whether a file of this name may be read from its middle. */
    public static boolean isSplittableName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PACKED.stream().noneMatch(lower::endsWith);
    }

    /** What a file of this name holds besides its ending: {@code app.log} for {@code app.log.gz}. */
    static String unpackedName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PACKED.stream()
                .filter(lower::endsWith)
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name);
    }

    /** The kind of the bytes of this name that start with the first length bytes of head. */
    public static ContentKind of(String name, byte[] head, int length) {
        Optional<ContentKind> marked = Magic.of(head, length);
        if (marked.isPresent()) {
            return marked.get();
        }
        if (HadoopBlockStream.startsBlock(head, length)) {
            if (name.endsWith(".lz4")) {
                return LZ4_HADOOP;
            }
            if (name.endsWith(".snappy")) {
                return SNAPPY_HADOOP;
            }
        }
        if (Magic.isOtherFormat(head, length)) {
            return BINARY;
        }
        Optional<ContentKind> wide = wide(head, length);
        if (wide.isPresent()) {
            return wide.get();
        }
        // Raw blocks of some compressors keep most of a text readable, so a name that promises one counts against the
        // bytes.
        boolean promised = !isSplittableName(name);
        return isBinary(head, length, promised) ? BINARY : TEXT;
    }

    /** UTF-16 without a mark: text, nearly all of it ASCII, in which every other byte is 0. */
    private static Optional<ContentKind> wide(byte[] head, int length) {
        int pairs = length / 2;
        int[] zeros = new int[2];
        int[] controls = new int[2];
        for (int i = 0; i < pairs * 2; i++) {
            // With the other byte of its pair: only where that is zero is this one a character by itself.
            boolean alone = head[i ^ 1] == 0;
            zeros[i & 1] += head[i] == 0 ? 1 : 0;
            controls[i & 1] += alone && isControl(head[i] & 0xFF) ? 1 : 0;
        }
        boolean low = controls[0] == 0 && zeros[1] * 10 >= pairs * 9;
        boolean high = controls[1] == 0 && zeros[0] * 10 >= pairs * 9;
        return pairs < LEAST_PAIRS || low == high ? Optional.empty() : Optional.of(low ? UTF16_LE : UTF16_BE);
    }

    /** A NUL, and more control characters than damaged text would have; strictly: any of them. */
    private static boolean isBinary(byte[] head, int length, boolean strictly) {
        int nuls = 0;
        int controls = 0;
        for (int i = 0; i < length; i++) {
            nuls += head[i] == 0 ? 1 : 0;
            controls += isControl(head[i] & 0xFF) ? 1 : 0;
        }
        return strictly ? controls > 0 : nuls > 0 && controls > MOST_CONTROLS * length;
    }

    private static boolean isControl(int c) {
        return c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0x1B && c != '\f';
    }
}
