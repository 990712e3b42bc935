package io.millrace.formats.avro;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was used last, of a bounded number of things; the very last is found without a search. */
final class Recent<K, V> {
    private static final int MOST = 1000;

    private final Map<K, V> all = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    private K lastKey;
    private V last;

    /** The thing of that key, or null. */
    V get(K key) {
        if (key.equals(lastKey)) {
            return last;
        }
        V found = all.get(key);
        if (found != null) {
            lastKey = key;
            last = found;
        }
        return found;
    }

    void put(K key, V value) {
        all.put(key, value);
        lastKey = key;
        last = value;
    }
}
