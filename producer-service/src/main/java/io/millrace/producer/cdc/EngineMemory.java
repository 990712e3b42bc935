package io.millrace.producer.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the engine asks its storage for. The engine makes its storage classes by name and knows no other way to them than
 * settings: they find this by its number. Thread-safe.
 */
final class EngineMemory implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, EngineMemory> ALL = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Map<String, Object> place;
    private final List<String> history = new ArrayList<>();
    private final Set<JsonNode> known = new HashSet<>();
    /** Numbers of records that were not read again yet, in the log's order. */
    private final List<Integer> ahead = new ArrayList<>();

    /** @param place where the engine goes on; null for nowhere yet */
    EngineMemory(Map<String, Object> place, List<String> history) {
        this.place = place;
        history.forEach(this::remember);
        ALL.put(id, this);
    }

    /** The open one of this number. */
    static EngineMemory of(String id) {
        EngineMemory found = ALL.get(id);
        if (found == null) {
            throw new IllegalStateException("the engine's memory " + id + " was closed");
        }
        return found;
    }

    String id() {
        return id;
    }

    /** The place as the engine's storage holds it; null for none. */
    byte[] place() {
        try {
            return place == null ? null : JSON.writeValueAsBytes(place);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    /**
     * Of the history's records these, by their numbers, come from the log again: they lie ahead of the place, and were not
     * applied.
     */
    synchronized void expect(List<Integer> records) {
        ahead.clear();
        ahead.addAll(records);
    }

    /**
     * Adds a record of the history. One that was read again takes the place of what it was: another server may have it at
     * another place, behind transactions of its own.
     */
    synchronized void remember(String record) {
        JsonNode now = withoutTime(record);
        for (Iterator<Integer> each = ahead.iterator(); each.hasNext(); ) {
            int number = each.next();
            JsonNode before = withoutTime(history.get(number));
            if (withoutPosition(before).equals(withoutPosition(now))) {
                each.remove();
                if (!before.equals(now)) {
                    history.set(number, record);
                    known.add(now);
                }
                return;
            }
        }
        if (known.add(now)) {
            history.add(record);
        }
    }

    synchronized List<String> history() {
        return List.copyOf(history);
    }

    @Override
    public void close() {
        ALL.remove(id);
    }

    /** The engine writes down when it read the record, which differs each time. */
    private static JsonNode withoutTime(String record) {
        try {
            JsonNode node = JSON.readTree(record);
            if (node instanceof ObjectNode object) {
                object.remove("ts_ms");
                if (object.get("position") instanceof ObjectNode position) {
                    position.remove("ts_sec");
                }
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a record of the history is no JSON", e);
        }
    }

    private static JsonNode withoutPosition(JsonNode record) {
        JsonNode copy = record.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.remove("position");
        }
        return copy;
    }
}
