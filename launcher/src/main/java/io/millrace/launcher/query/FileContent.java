package io.millrace.launcher.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a file holds, told by its first bytes: names say what somebody wanted. */
enum FileContent {
    PARQUET,
    JSON,
    TEXT;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    /** First bytes of what would be rows of rubbish if it were taken for text, as ISO 8859-1. */
    private static final Map<String, String> FOREIGN = Map.of(
            "ORC", "an ORC file",
            "Obj\u0001", "an Avro file",
            "SEQ\u0006", "a SequenceFile",
            "\u001f\u008b", "packed by gzip without saying so in its name",
            "(\u00b5/\u00fd", "packed by zstd without saying so in its name",
            "\u00fd7zXZ", "packed by xz",
            "PK\u0003\u0004", "a zip archive");

    /** How many first bytes are enough. */
    static final int LOOKED_AT = 4096;

    /**
     * @param head the first bytes, at most {@link #LOOKED_AT} of them
     * @param length how many there are
     */
    static FileContent of(byte[] head, int length) {
        if (length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return PARQUET;
        }
        int at = 0;
        while (at < length && Character.isWhitespace(head[at])) {
            at++;
        }
        // A list in brackets begins many a log line, too.
        return at < length && head[at] == '{' ? JSON : TEXT;
    }

    /** What a file is that none of these is, if that is known. */
    static Optional<String> foreign(byte[] head, int length) {
        if (isText(head, length)) {
            // A line may begin with any of the marks that are letters.
            return Optional.empty();
        }
        String begins = new String(head, 0, Math.min(length, 8), StandardCharsets.ISO_8859_1);
        return FOREIGN.entrySet().stream()
                .filter(mark -> begins.startsWith(mark.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean isText(byte[] head, int length) {
        return IntStream.range(0, length).noneMatch(i -> head[i] >= 0 && head[i] < '\t');
    }
}
