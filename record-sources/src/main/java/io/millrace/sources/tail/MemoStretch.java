package io.millrace.sources.tail;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Hashes each stretch once, however many files are compared. */
final class MemoStretch implements Stretch {
    private final PlainContent content;
    private final long length;
    private final Map<Long, Map<Integer, Fingerprint>> seen = new HashMap<>();

    MemoStretch(PlainContent content) throws IOException {
        this.content = content;
        this.length = content.length();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Fingerprint before(long end, int before) throws IOException {
        Map<Integer, Fingerprint> here = seen.computeIfAbsent(end, at -> new HashMap<>());
        Fingerprint known = here.get(before);
        if (known == null) {
            known = content.before(end, before);
            here.put(before, known);
        }
        return known;
    }
}
