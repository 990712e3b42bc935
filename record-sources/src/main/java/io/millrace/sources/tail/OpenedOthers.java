package io.millrace.sources.tail;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened in one look as a file that is known, and turned out to be another that has its number. The path that led to
 * it may lead to a third one by now: what it held must not be forgotten before it is a file of its own.
 */
final class OpenedOthers {
    private static final Logger log = LoggerFactory.getLogger(OpenedOthers.class);

    private final Map<FileKey, Other> others = new HashMap<>();

    /**
     * Such a file.
     *
     * @param content of it, held open; null if there was no room
     * @param everything what it held; nothing if that is not known
     */
    private record Other(Content content, Reached everything) {}

    /** Remembers one, and holds it if there is room; else it is closed. Returns whether it is held. */
    boolean add(Content content, FoundFile seen, boolean room) {
        others.put(seen.key(), new Other(room ? content : null, everything(content, seen)));
        if (!room) {
            content.close();
        }
        return room;
    }

    private static Reached everything(Content content, FoundFile seen) {
        try {
            if (content instanceof PlainContent plain) {
                Reached all = Recognition.everything(plain, plain.length());
                return all.isWhole() ? all : Reached.START;
            }
        } catch (IOException e) {
            log.debug("Nothing is known of its content: path={}", seen.path(), e);
        }
        return Reached.START;
    }

    /** It is this one, which is new: what is known of it is a part of its position. Returns whether it is held. */
    boolean takeInto(FollowedFile file, FileKey key) {
        Other other = others.remove(key);
        if (other == null) {
            return false;
        }
        file.progress().glimpse(other.everything());
        if (other.content() != null) {
            file.hold(other.content());
        }
        return other.content() != null;
    }

    /** Lets go of the rest; returns how many were held. */
    int close() {
        int held = 0;
        for (Other other : others.values()) {
            if (other.content() != null) {
                other.content().close();
                held++;
            }
        }
        others.clear();
        return held;
    }
}
