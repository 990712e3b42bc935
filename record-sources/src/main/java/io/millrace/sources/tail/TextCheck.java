package io.millrace.sources.tail;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Tells by a file's first bytes whether it can be a log at all. */
final class TextCheck {
    /** Bytes that are looked at. */
    static final int LENGTH = 4096;

    private static final int ENOUGH = 32;
    /** SOH is between the fields of FIX. */
    private static final int SOH = 1;

    private static final int ESC = 27;
    /** FS, GS, RS and US, from 28 to 31, are between fields, records and groups. */
    private static final int FS = 28;

    private static final int DEL = 127;
    /** Text has hardly any control characters; of packed or encrypted bytes a tenth are some. */
    private static final double MOST_CONTROLS = 0.05;

    private static final int TAR_MARK_AT = 257;
    private static final Map<String, String> MARKS = Map.of(
            "PK\u0005\u0006",
            "an empty zip archive",
            "\u0004\"M\u0018",
            "packed with lz4",
            "\u001f\u009d",
            "packed with compress",
            "7z\u00bc\u00af\u0027\u001c",
            "a 7z archive",
            "\u007fELF",
            "a program",
            "\u0089PNG",
            "a picture",
            "PAR1",
            "a Parquet file",
            "Obj\u0001",
            "an Avro file",
            "SQLite format 3\u0000",
            "a database");

    private TextCheck() {}

    /** From BEL to CR is what terminals and printers know. */
    private static boolean isUsual(int b) {
        return b == 0 || b == SOH || b >= 7 && b <= 13 || b == ESC || b >= FS && b != DEL;
    }

    /**
     * Why this is no text; empty if it may be one.
     *
     * @param encoding the encoding that was asked for: those of two bytes a character are full of control characters
     */
    static Optional<String> refusal(byte[] bytes, int length, Encoding encoding) {
        String start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> mark : MARKS.entrySet()) {
            if (start.startsWith(mark.getKey())) {
                return Optional.of("it is " + mark.getValue());
            }
        }
        if (start.startsWith("ustar", TAR_MARK_AT)) {
            return Optional.of("it is a tar archive");
        }
        if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff") || encoding.unit() > 1) {
            return Optional.empty();
        }
        int controls = 0;
        int counted = 0;
        for (int i = 0; i < length; i++) {
            int b = bytes[i] & 0xff;
            // NUL is in holes and in texts of two bytes a character.
            counted += b == 0 ? 0 : 1;
            controls += isUsual(b) ? 0 : 1;
        }
        if (counted >= ENOUGH && controls > counted * MOST_CONTROLS) {
            return Optional.of(controls + " of its first " + counted + " bytes are control characters");
        }
        return Optional.empty();
    }
}
