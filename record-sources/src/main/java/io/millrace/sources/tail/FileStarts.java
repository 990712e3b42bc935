package io.millrace.sources.tail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First bytes of files of which nothing was read. Of thousands of files each is compared with all the others: what is read of
 * each once in a look tells most of them apart.
 */
final class FileStarts {
    private static final Logger log = LoggerFactory.getLogger(FileStarts.class);
    private static final int LENGTH = 1024;
    private static final byte[] NOTHING = {};

    private final Disk disk;
    private final List<FollowedFile> read = new ArrayList<>();

    FileStarts(Disk disk) {
        this.disk = disk;
    }

    /** Files may have changed since. */
    void forget() {
        read.forEach(file -> file.sight().start(null));
        read.clear();
    }

    /** False if the other file begins otherwise; true also where that is not known. */
    boolean agree(byte[] start, FollowedFile other) {
        byte[] known = other.sight().start();
        if (known == null) {
            known = read(other);
            other.sight().start(known);
            read.add(other);
        }
        int length = Math.min(start.length, known.length);
        return Arrays.equals(start, 0, length, known, 0, length);
    }

    /** Nothing of what is packed, gone or another file by now, or cannot be read: that is said where it is to be read. */
    private byte[] read(FollowedFile file) {
        try {
            if (file.content().isPresent()) {
                return read(file, file.content().get());
            }
            if (file.found().isEmpty()) {
                return NOTHING;
            }
            try (Content content = Content.open(disk, file.found().get().path())) {
                return content.key().equals(file.key()) ? read(file, content) : NOTHING;
            }
        } catch (IOException e) {
            log.debug("Nothing is known of its start: path={}", file.place(), e);
            return NOTHING;
        }
    }

    private static byte[] read(FollowedFile file, Content content) throws IOException {
        if (!(content instanceof PlainContent plain)) {
            return NOTHING;
        }
        if (file.state() == FileState.NEW && file.position().reached().isBlank()) {
            glimpse(file, Recognition.everything(plain, plain.length()));
        }
        byte[] start = new byte[LENGTH];
        int length = Content.readFully(content.file(), 0, start, 0, LENGTH);
        return Arrays.copyOf(start, length);
    }

    /**
     * By that it can be told from another that has its number, should it be gone before it is begun. What is shorter than what
     * was seen may be that other.
     */
    private static void glimpse(FollowedFile file, Reached everything) {
        if (everything.offset() >= file.lastKnownSize()) {
            file.progress().glimpse(everything);
        }
    }
}
