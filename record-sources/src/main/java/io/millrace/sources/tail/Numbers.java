package io.millrace.sources.tail;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which known file had which number of the operating system before a look. */
final class Numbers {
    private final Map<FileKey, FollowedFile> files = new HashMap<>();
    private final boolean firstLook;

    /** @param firstLook devices may be numbered anew since the last look */
    Numbers(Collection<FollowedFile> all, boolean firstLook) {
        this.firstLook = firstLook;
        for (FollowedFile file : all) {
            if (!file.key().equals(FilePosition.NOWHERE)) {
                files.put(file.key(), file);
            }
        }
    }

    Set<FileKey> all() {
        return files.keySet();
    }

    /** The file that had the number of what is seen; null if none had. In the first look also by its inode alone. */
    FollowedFile owner(Sighting seen) {
        FollowedFile file = files.get(seen.key());
        return file == null && firstLook
                ? files.get(new FileKey(FileKey.UNKNOWN_DEVICE, seen.key().inode()))
                : file;
    }

    /** The file that this is, as far as number and place tell; null if none is. */
    FollowedFile known(Sighting seen) {
        FollowedFile file = owner(seen);
        return file == null || seen.hasNumberOfAnother(file) ? null : file;
    }
}
