package io.millrace.sources.tail;

import io.millrace.sources.tail.Identity.Whereabouts;
import io.millrace.sources.tail.Sameness.Answer;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks into the files that a new one is compared with. That one of them cannot be read is said where it is to be read; here
 * it must not be taken for a failure of the new one, which would wait for it.
 */
final class Others {
    private final Disk disk;

    Others(Disk disk) {
        this.disk = disk;
    }

    /** It may have grown since it was seen; as it was seen if it cannot be asked. */
    static long sizeNow(FollowedFile other) {
        long seen = other.found().map(FoundFile::size).orElse(0L);
        try {
            return other.isHeld() ? other.content().orElseThrow().knownSize() : seen;
        } catch (IOException e) {
            return seen;
        }
    }

    /** Where the other one is now, which is not the file. */
    Whereabouts whereabouts(FollowedFile file, FollowedFile other) {
        if (other.found().isPresent()) {
            // Two under one path: it changed hands while we looked.
            boolean same =
                    other.found().map(FoundFile::path).equals(file.found().map(FoundFile::path));
            return same ? Whereabouts.UNCERTAIN : Whereabouts.PRESENT;
        }
        if (other.isHeld()) {
            Disk.Whereabouts where = other.content().orElseThrow().whereabouts();
            if (where.deleted()) {
                return other.isDrained() ? Whereabouts.ABSENT : Whereabouts.DRAINING;
            }
            return where.path().isPresent() ? Whereabouts.PRESENT : Whereabouts.UNCERTAIN;
        }
        if (other.key().equals(FilePosition.NOWHERE) || other.state() == FileState.GONE) {
            return Whereabouts.ABSENT;
        }
        if (other.state() == FileState.PASSED) {
            return isThere(other) ? Whereabouts.PRESENT : Whereabouts.ABSENT;
        }
        return other.sight().looksWithout() >= 2 ? Whereabouts.ABSENT : Whereabouts.UNCERTAIN;
    }

    /** True too if it cannot be told. */
    private boolean isThere(FollowedFile other) {
        try {
            return disk.status(Path.of(other.place()))
                    .filter(status -> status.key().equals(other.key()))
                    .isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Compares the end of what is there with the same place in the other file; empty if that is there no more.
     *
     * @throws IOException if the other one cannot be read
     */
    Optional<Sameness> compared(Reached everything, FollowedFile other, Sameness before) throws IOException {
        if (other.content().isPresent()) {
            return compared(everything, other, other.content().get(), before);
        }
        if (other.found().isEmpty()) {
            return Optional.of(before);
        }
        try (Content content = Content.open(disk, other.found().get().path())) {
            return content.key().equals(other.key()) ? compared(everything, other, content, before) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * True if it holds what was read of it and is shorter than so many bytes, now and not only when it was seen; as far as its
     * size tells if it cannot be read.
     */
    boolean isStillShorter(FollowedFile other, long length) {
        try {
            return isShorter(other, length);
        } catch (IOException e) {
            return sizeNow(other) >= other.position().reached().offset();
        }
    }

    private boolean isShorter(FollowedFile other, long length) throws IOException {
        if (other.content().isPresent()) {
            return isShorter(other, other.content().get(), length);
        }
        if (other.found().isEmpty()) {
            return true;
        }
        try (Content content = Content.open(disk, other.found().get().path())) {
            return content.key().equals(other.key()) && isShorter(other, content, length);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isShorter(FollowedFile other, Content content, long length) throws IOException {
        boolean grown = !content.isPacked() && content.knownSize() >= length;
        return content.holds(other.position().reached()) && !grown;
    }

    private static Optional<Sameness> compared(Reached everything, FollowedFile other, Content content, Sameness before)
            throws IOException {
        Fingerprint last = everything.tail();
        if (content.isPacked()) {
            return Optional.of(before);
        }
        long length = everything.offset();
        boolean same =
                content.fingerprint(length - last.length(), last.length()).equals(last)
                        && content.fingerprint(0, everything.head().length()).equals(everything.head());
        // Looked at after the comparison: what was overwritten before or during it shows now.
        if (!content.holds(other.position().reached())) {
            // The next look tells it: what it held is what this one may be a copy of.
            return Optional.empty();
        }
        return Optional.of(new Sameness(same ? Answer.SHORTER : Answer.DIFFERENT, same ? length : 0, length));
    }
}
