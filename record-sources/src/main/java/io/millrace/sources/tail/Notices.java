package io.millrace.sources.tail;

import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/** What a person should know about the files: said in the log once, counted, and kept for the exit status. Thread-safe. */
final class Notices {
    private static final Logger log = LoggerFactory.getLogger(Notices.class);

    /** What is counted. */
    enum Event {
        /** A file was truncated, or other content took its place under its own number. */
        TRUNCATED("truncated", "Files that were truncated or overwritten"),
        /** A file or its content is gone, and something of it may not have been read, or was certainly not. */
        GONE("gone", "Files that are gone, of which something may not have been read"),
        /** What a file holds is not a text and in no form that is known. */
        REFUSED("refused", "Files that hold no text"),
        /** A packed file breaks off. */
        DAMAGED("damaged", "Packed files that break off"),
        /** A run of NUL was passed over. */
        HOLE("hole", "Runs of NUL that were passed over"),
        /** A file is a copy of what was read elsewhere. */
        COPY("copy", "Files that are not read because they are copies of others"),
        /** A file is read that may be a copy of what was read: nothing is left that tells. */
        REPEATED("repeated", "Files that are read although they may be copies of what was read"),
        /** Reading goes on in another file, whose content begins with what was read. */
        TAKEN("taken", "Files in which reading went on behind what was read of another"),
        /** A file is read from its start under the path of one that was read and is gone. */
        REPLACED("replaced", "Files that are read from their start in place of others, which are gone"),
        /** A file was modified, and is as long as it was and holds what was read of it. */
        MODIFIED("modified", "Files that were modified and hold what was read of them"),
        /** A file may be a copy of another, or take its place, and neither has changed for long. */
        WAITING("waiting", "Files of which nothing is read because they wait for others, which do not change"),
        /** A file cannot be opened or read. */
        UNREADABLE("unreadable", "Files that cannot be opened or read");

        final String name;
        final String description;

        Event(String name, String description) {
            this.name = name;
            this.description = description;
        }
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);
    private final Set<String> problems = new LinkedHashSet<>();
    private final Set<String> notes = new HashSet<>();

    /** Hears every sentence; nobody unless {@link #tell} was called. */
    private BiConsumer<Event, String> listener = (event, sentence) -> {};

    Notices() {
        for (Event event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    /** From now on this hears what is said, too. */
    void tell(BiConsumer<Event, String> hearer) {
        listener = hearer;
    }

    /** Something went another way than usual, and nothing is missing. */
    void info(Event event, String format, Object... arguments) {
        counts.get(event).increment();
        String sentence = MessageFormatter.arrayFormat(format, arguments).getMessage();
        log.info("{}", sentence);
        listener.accept(event, sentence);
    }

    /** As {@link #info}, for what somebody should look at. */
    void warn(Event event, String format, Object... arguments) {
        counts.get(event).increment();
        String sentence = MessageFormatter.arrayFormat(format, arguments).getMessage();
        log.warn("{}", sentence);
        listener.accept(event, sentence);
    }

    /** As {@link #warn}, where something may be missing of which nothing else is said: the exit status tells it, too. */
    synchronized void lost(Event event, String format, Object... arguments) {
        problems.add(MessageFormatter.arrayFormat(format, arguments).getMessage());
        warn(event, format, arguments);
    }

    /** Something may be missing, or certainly is: counted and said once however often it comes. */
    synchronized void problem(Event event, String sentence) {
        if (problems.add(sentence)) {
            counts.get(event).increment();
            log.warn("{}", sentence);
            listener.accept(event, sentence);
        }
    }

    /** Said elsewhere. */
    void counted(Event event) {
        counts.get(event).increment();
    }

    /** For whoever looks for a reason. */
    synchronized void note(String what, Path path, Exception e) {
        if (notes.add(what + path)) {
            log.info("{}: path={} reason={}", what, Spelling.shown(path), reason(e));
        }
    }

    /** As {@link #info}, once for each path. */
    synchronized void infoOnce(Event event, String what, Path path) {
        if (notes.add(what + path)) {
            info(event, "{}: path={}", what, Spelling.shown(path));
        }
    }

    /** What may be missing, a sentence each. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    long count(Event event) {
        return counts.get(event).sum();
    }

    static String reason(Exception e) {
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }
}
