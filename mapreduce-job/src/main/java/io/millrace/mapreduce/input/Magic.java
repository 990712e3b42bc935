package io.millrace.mapreduce.input;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The bytes by which formats are known, as file(1) and the formats' own specifications have them. */
final class Magic {
    private static final int TAR_HEADER = 512;
    private static final int TAR_CHECKSUM = 148;

    private Magic() {}

    /** A format that starts with certain bytes; characters up to 255 stand for themselves. */
    private record Mark(ContentKind kind, String bytes) {}

    private record Other(String name, String bytes) {}

    private static final List<Mark> MARKS = List.of(
            new Mark(ContentKind.GZIP, "\u001F\u008B"),
            new Mark(ContentKind.ZSTD, "\u0028\u00B5\u002F\u00FD"),
            new Mark(ContentKind.XZ, "\u00FD7zXZ\0"),
            new Mark(ContentKind.LZ4_FRAMED, "\u0004\"M\u0018"),
            new Mark(ContentKind.SNAPPY_FRAMED, "\u00FF\u0006\0\0sNaPpY"),
            new Mark(ContentKind.SNAPPY_JAVA, "\u0082SNAPPY\0"),
            new Mark(ContentKind.COMPRESS, "\u001F\u009D"),
            new Mark(ContentKind.ZIP, "PK\u0003\u0004"),
            new Mark(ContentKind.ZIP, "PK\u0005\u0006"),
            new Mark(ContentKind.PARQUET, "PAR1"),
            new Mark(ContentKind.UTF32, "\u00FF\u00FE\0\0"),
            new Mark(ContentKind.UTF32, "\0\0\u00FE\u00FF"),
            new Mark(ContentKind.UTF16, "\u00FF\u00FE"),
            new Mark(ContentKind.UTF16, "\u00FE\u00FF"));

    private static final List<Other> OTHERS = List.of(
            new Other("Avro", "Obj\u0001"),
            new Other("a SequenceFile", "SEQ\u0006"),
            new Other("ORC", "ORC"),
            new Other("7z", "7z\u00BC\u00AF\u0027\u001C"),
            new Other("RAR", "Rar!\u001A\u0007"),
            new Other("lzop", "\u0089LZO\0"),
            new Other("lz4 of the legacy format", "\u0002\u0021\u004C\u0018"),
            new Other("lzip", "LZIP\u0001"),
            new Other("SQLite", "SQLite format 3\0"),
            new Other("systemd's binary journal", "LPKSHHRH"),
            new Other("Windows' binary event log", "ElfFile\0"),
            new Other("PDF", "%PDF-"));

    /** The kind that the bytes' mark tells. */
    static Optional<ContentKind> of(byte[] head, int length) {
        for (Mark mark : MARKS) {
            if (starts(head, length, mark.bytes())) {
                return Optional.of(mark.kind());
            }
        }
        if (length >= 10
                && starts(head, length, "BZh")
                && head[3] >= '1'
                && head[3] <= '9'
                && (at(head, 4, "1AY&SY") || at(head, 4, "\u0017rE8P\u0090"))) {
            return Optional.of(ContentKind.BZIP2);
        }
        // Zstandard and LZ4 may start with a frame to be skipped; the zstd command writes such frames, the lz4 command
        // does not.
        if (length >= 4 && (head[0] & 0xF0) == 0x50 && at(head, 1, "\u002A\u004D\u0018")) {
            return Optional.of(ContentKind.ZSTD);
        }
        if (isZlib(head, length)) {
            return Optional.of(ContentKind.DEFLATE);
        }
        return isTar(head, length) ? Optional.of(ContentKind.TAR) : Optional.empty();
    }

    /** Whether the bytes start with the mark of a format that is not read, and that no text starts with. */
    static boolean isOtherFormat(byte[] head, int length) {
        return OTHERS.stream().anyMatch(other -> other.bytes().length() > 3 && starts(head, length, other.bytes()));
    }

    /** The name of a format that this job knows and does not read, of bytes that are no text. */
    static Optional<String> otherFormat(byte[] head, int length) {
        return OTHERS.stream()
                .filter(other -> starts(head, length, other.bytes()))
                .map(Other::name)
                .findFirst();
    }

    /** RFC 1950: method 8 and a window of 32 KiB, a check on both bytes; none of its second bytes but '^' is text. */
    private static boolean isZlib(byte[] head, int length) {
        return length >= 3
                && head[0] == 0x78
                && (head[1] == 0x01
                        || head[1] == (byte) 0x9C
                        || head[1] == (byte) 0xDA
                        || (head[1] == 0x5E && !isPrintable(head, 2, Math.min(length, 32))));
    }

    private static boolean isPrintable(byte[] head, int from, int to) {
        for (int i = from; i < to; i++) {
            if (head[i] < 0x20 && head[i] != '\t' && head[i] != '\n' && head[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** POSIX and older tar alike: the header's checksum, with blanks in place of itself, stands in octal at byte 148. */
    private static boolean isTar(byte[] head, int length) {
        if (length < TAR_HEADER || head[0] == 0) {
            return false;
        }
        long written = 0;
        boolean digits = false;
        for (int i = TAR_CHECKSUM; i < TAR_CHECKSUM + 8; i++) {
            int c = head[i];
            if (c >= '0' && c <= '7') {
                written = written * 8 + c - '0';
                digits = true;
            } else if (c != ' ' && c != 0) {
                return false;
            }
        }
        long sum = 0;
        for (int i = 0; i < TAR_HEADER; i++) {
            sum += i >= TAR_CHECKSUM && i < TAR_CHECKSUM + 8 ? ' ' : head[i] & 0xFF;
        }
        return digits && sum == written;
    }

    private static boolean starts(byte[] head, int length, String bytes) {
        return length >= bytes.length() && at(head, 0, bytes);
    }

    private static boolean at(byte[] head, int from, String bytes) {
        byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < wanted.length; i++) {
            if (head[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
