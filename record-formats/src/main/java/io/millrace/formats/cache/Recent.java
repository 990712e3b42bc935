package io.millrace.formats.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was used last, of a bounded number and weight of things; the very last is found without a search. For one thread. */
public final class Recent<K, V> {
    private final Map<K, Kept<V>> all = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private final long mostWeight;
    private long weight;
    private K lastKey;
    private V last;

    private record Kept<V>(V value, long weight) {}

    /**
     * @param most things that are kept; of more the one goes that was not used for longest
     * @param mostWeight what they weigh together; one is always kept, whatever it weighs
     */
    public Recent(int most, long mostWeight) {
        this.most = most;
        this.mostWeight = mostWeight;
    }

    /** The thing of that key, or null. */
    public V get(K key) {
        if (key.equals(lastKey)) {
            return last;
        }
        Kept<V> found = all.get(key);
        if (found == null) {
            return null;
        }
        lastKey = key;
        last = found.value();
        return last;
    }

    /** Keeps the thing, in place of another one of that key. */
    public void put(K key, V value, long thingsWeight) {
        Kept<V> before = all.put(key, new Kept<>(value, thingsWeight));
        weight += thingsWeight - (before == null ? 0 : before.weight());
        lastKey = key;
        last = value;
        Iterator<Kept<V>> eldest = all.values().iterator();
        while (all.size() > 1 && (all.size() > most || weight > mostWeight)) {
            weight -= eldest.next().weight();
            eldest.remove();
        }
    }

    /** Keeps all that another one keeps. */
    public void putAll(Recent<K, V> other) {
        other.all.forEach((key, kept) -> put(key, kept.value(), kept.weight()));
    }
}
