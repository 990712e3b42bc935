package io.millrace.sources.tail;

import java.util.Collection;
import java.util.List;

/**
 * The files that can be read between two looks: held, or with something new. Of ten thousand files few are, and what happens
 * ten times a second goes through these.
 */
final class ActiveFiles {
    private List<FollowedFile> active = List.of();
    private boolean othersMoved;

    /** A look, or a return to what was committed, has changed any of them. */
    void choose(Collection<FollowedFile> all) {
        active = all.stream()
                .filter(file -> file.isHeld() || file.isWorthOpening())
                .toList();
        othersMoved = true;
    }

    /** Something has changed the state of a file that is not one of these. */
    void othersMoved() {
        othersMoved = true;
    }

    List<FollowedFile> list() {
        return active;
    }

    /** Those of all files whose positions may have changed since this was asked last. */
    Collection<FollowedFile> takeMoved(Collection<FollowedFile> all) {
        Collection<FollowedFile> moved = othersMoved ? all : active;
        othersMoved = false;
        return moved;
    }

    /** True if one has something that was not read yet, as far as is known. */
    boolean hasUnread() {
        return active.stream().anyMatch(file -> file.isOpen() ? !file.isDrained() : file.isWorthOpening());
    }

    /** True if none is open or waits to be opened. */
    boolean nothingLeft() {
        return active.stream().noneMatch(file -> file.isOpen() || file.isWorthOpening());
    }
}
