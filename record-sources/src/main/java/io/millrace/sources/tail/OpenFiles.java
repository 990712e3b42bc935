package io.millrace.sources.tail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Chooses which files are read now. When more have something new than may be open, they take turns: those that have been
 * open longest give way, so that none waits for ever.
 */
final class OpenFiles {
    private final int most;

    OpenFiles(int most) {
        this.most = most;
    }

    /**
     * The files to read from now, opened; of the files of one path the older ones first.
     *
     * @param opener opens one file; false if it cannot be opened now
     */
    List<FollowedFile> choose(Collection<FollowedFile> files, long now, BiPredicate<FollowedFile, Long> opener) {
        Map<String, Integer> oldestUnread = oldestUnread(files);
        List<FollowedFile> open = new ArrayList<>();
        List<FollowedFile> waiting = new ArrayList<>();
        for (FollowedFile file : files) {
            if (file.isOpen()) {
                open.add(file);
            } else if (file.isWorthOpening() && file.generation() <= oldestUnread.get(file.path())) {
                waiting.add(file);
            }
        }
        int wanted = (int) waiting.stream().filter(file -> !file.isHeld()).count();
        List<FollowedFile> held =
                new ArrayList<>(files.stream().filter(FollowedFile::isHeld).toList());
        if (wanted > 0 && held.size() + wanted > most) {
            makeRoom(held, Math.max(1, Math.min(wanted, most / 2)));
            open.retainAll(held);
        }
        waiting.sort(Comparator.comparingLong(FollowedFile::openedAt));
        for (FollowedFile file : waiting) {
            boolean more = !file.isHeld();
            if (more
                    && (held.size() > most
                            || held.size() == most && !held.stream().allMatch(OpenFiles::mustStayOpen))) {
                continue;
            }
            if (opener.test(file, now)) {
                open.add(file);
                if (more) {
                    held.add(file);
                }
            }
        }
        open.removeIf(file -> file.generation() > oldestUnread.getOrDefault(file.path(), Integer.MAX_VALUE));
        return open;
    }

    /** True if closing it could lose something: no path is known that leads to it, and not all of it is read and committed. */
    private static boolean mustStayOpen(FollowedFile file) {
        return file.found().isEmpty() && file.holdsMore();
    }

    /** For each path the oldest of its files that still has something to give. */
    private static Map<String, Integer> oldestUnread(Collection<FollowedFile> files) {
        Map<String, Integer> oldest = new HashMap<>();
        for (FollowedFile file : files) {
            boolean unread = file.state().isRead() && (file.isOpen() ? !file.isDrained() : file.isWorthOpening());
            if (unread) {
                oldest.merge(file.path(), file.generation(), Math::min);
            }
        }
        return oldest;
    }

    private void makeRoom(List<FollowedFile> held, int wanted) {
        List<FollowedFile> closable = new ArrayList<>(held);
        closable.removeIf(OpenFiles::mustStayOpen);
        closable.sort(Comparator.comparing((FollowedFile file) -> !file.isDrained() && file.isOpen())
                .thenComparingLong(FollowedFile::openedAt));
        int close = held.size() + wanted - most;
        for (FollowedFile file : closable) {
            if (close <= 0) {
                break;
            }
            // Asked now: it may have grown, and lost its path, since its end was reached and since it was seen.
            boolean nothingIsLost = !file.isDeleted() || !file.holdsMore();
            if (nothingIsLost) {
                file.close();
                held.remove(file);
                close--;
            }
        }
    }
}
