package io.millrace.sources.tail;

import java.nio.file.Path;

/**
 * A file in one look, and what its place says.
 *
 * @param file what was seen
 * @param place its path without symbolic links
 * @param path the input's path that it belongs to if it is the known file whose number it has
 * @param named the input's path that it has, or that it is a rotated form of by its name
 * @param related true if its name says so; false if only its being a followed file brought it here
 */
record Sighting(FoundFile file, Path place, Path path, Path named, boolean related) {
    FileKey key() {
        return file.key();
    }

    boolean asked() {
        return file.asked();
    }

    /** The same file, looked at once more. */
    Sighting grownTo(FileStatus later) {
        return new Sighting(file.grownTo(later), place, path, named, related);
    }

    /** The same of one that is not the known file whose number it has: its name alone says whose it is. */
    Sighting asStranger() {
        return new Sighting(file, place, named, named, related);
    }

    /** True if it cannot be this file although it has its number: that was given away again. */
    boolean hasNumberOfAnother(FollowedFile other) {
        if (other.state() == FileState.PASSED && other.offset() < Sameness.STRONG) {
            return related && hasNumberOfPassed(other);
        }
        if (other.isUnread()) {
            // Nothing tells it but its name: under another log's, or once it was gone, it is not it.
            boolean gone =
                    other.state() == FileState.GONE || !other.progress().path().equals(path);
            return related ? gone : other.position().reached().isBlank() && !isAsSeen(other);
        }
        // What has yet to take a log's place was never that log.
        return !other.isHeld() && Recognition.relation(file.path(), other) == RotatedName.Relation.TEMPORARY;
    }

    /**
     * Of a copy that broke off as it was packed, nothing or a few bytes are known, with which many a log begins: it is another
     * if it is elsewhere, and looks different or is where a log begins.
     */
    private boolean hasNumberOfPassed(FollowedFile other) {
        boolean moved = !place.equals(Path.of(other.place()));
        boolean begins = RotatedName.relation(name(place), name(Path.of(other.place()))) == RotatedName.Relation.ORIGIN;
        boolean different = other.sight().last().isPresent() && !other.sight().isAsAtEnd(file);
        return moved && (begins || different || other.offset() == 0);
    }

    /** Under a name that no rotation gives, only what looks as it did is one that was seen and not looked into. */
    private boolean isAsSeen(FollowedFile other) {
        return other.sight()
                .last()
                .map(last -> last.size() == file.size() && last.modified() == file.modified())
                .orElse(other.lastKnownSize() == file.size());
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
