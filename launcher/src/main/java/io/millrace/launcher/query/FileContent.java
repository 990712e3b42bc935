package io.millrace.launcher.query;

/** What a file holds, told by its first bytes: names say what somebody wanted. */
enum FileContent {
    PARQUET,
    JSON,
    TEXT;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    /** How many first bytes are enough. */
    static final int LOOKED_AT = 4096;

    /**
     * @param head the first bytes, at most {@link #LOOKED_AT} of them
     * @param length how many there are
     */
    static FileContent of(byte[] head, int length) {
        if (length >= MAGIC.length && java.util.Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return PARQUET;
        }
        int at = 0;
        while (at < length && Character.isWhitespace(head[at])) {
            at++;
        }
        // A list in brackets begins many a log line, too.
        return at < length && head[at] == '{' ? JSON : TEXT;
    }
}
