package io.millrace.sources.tail;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where files begin of which only what comes is to be read: behind what they hold. */
final class FileEnds {
    private static final Logger log = LoggerFactory.getLogger(FileEnds.class);

    /** Bytes in which the start of a line is looked for at once. */
    private static final int PORTION = 1 << 20;

    private final LineSettings lines;

    FileEnds(LineSettings lines) {
        this.lines = lines;
    }

    /** The end of what it holds, which is known already. */
    Reached end(String path, Content content, Reached everything) {
        return new Reached(
                everything.offset(),
                // Of a packed one the end is not looked at again: what is packed behind it begins with a line of its
                // own.
                !content.isPacked() && isMidLine(path, content, everything.offset()) ? RecordReader.PASSING_OVER : 0,
                everything.head(),
                everything.tail(),
                List.of());
    }

    /** Behind so many bytes, which it holds. */
    Reached behind(String path, Content content, long offset) throws IOException {
        int known = (int) Math.min(Fingerprint.MAX_LENGTH, offset);
        Reached before = new Reached(
                offset, 0, content.fingerprint(0, known), content.fingerprint(offset - known, known), List.of());
        return end(path, content, before);
    }

    /** Where the line begins that this place, behind a beginning that was not read, is in the middle of: the rest of a line is no record. */
    Reached lineStart(String path, Content content, Reached place) throws IOException {
        if (content.isPacked() || !isMidLine(path, content, place.offset())) {
            return place;
        }
        byte[] bytes = new byte[PORTION];
        Encoding encoding = encoding(path, content, place.offset());
        for (long end = place.offset(); end > 0; ) {
            long from = Math.max(0, end - bytes.length);
            from -= from % encoding.unit();
            int length = Content.readFully(content.file(), from, bytes, 0, (int) Math.min(bytes.length, end - from));
            int start = encoding.lastLineEnd(bytes, 0, length);
            if (start >= 0) {
                return behind(path, content, from + start);
            }
            end = from;
        }
        return Reached.START;
    }

    private Encoding encoding(String path, Content content, long offset) throws IOException {
        byte[] start = new byte[Encoding.LONGEST_MARK];
        int length = Content.readFully(content.file(), 0, start, 0, (int) Math.min(start.length, offset));
        return lines.newFraming(path).encoding().ofFile(start, 0, length, true);
    }

    /** False too if that cannot be read: a part of a record is better than none of it, and than no other file's. */
    private boolean isMidLine(String path, Content content, long offset) {
        try {
            Encoding encoding = encoding(path, content, offset);
            byte[] last = new byte[encoding.unit()];
            if (offset % last.length != 0) {
                return true;
            }
            int length = Content.readFully(content.file(), offset - last.length, last, 0, last.length);
            return encoding.lastLineEnd(last, 0, length) != last.length;
        } catch (IOException e) {
            log.debug("Taken for the end of a line: offset={}", offset, e);
            return false;
        }
    }
}
