package io.millrace.producer.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final Set<String> known = new HashSet<>();

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

    /** Adds a record of the history, unless it is one that was read again. */
    synchronized void remember(String record) {
        if (known.add(withoutTime(record))) {
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
    private static String withoutTime(String record) {
        try {
            JsonNode node = JSON.readTree(record);
            if (node instanceof ObjectNode object) {
                object.remove("ts_ms");
                if (object.get("position") instanceof ObjectNode position) {
                    position.remove("ts_sec");
                }
            }
            return node.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a record of the history is no JSON", e);
        }
    }
}
