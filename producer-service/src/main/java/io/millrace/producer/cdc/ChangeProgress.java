package io.millrace.producer.cdc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a log has been handed out: a place between two transactions, and how many changes of the one that begins there.
 *
 * @param tables what is read, sorted
 * @param place where to go on, in the engine's own terms; null before the first snapshot is whole
 * @param transaction the transaction that begins at the place, if something of it was handed out; else null
 * @param delivered how many of its changes were handed out
 */
record ChangeProgress(List<String> tables, Map<String, Object> place, String transaction, long delivered) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    ChangeProgress {
        tables = tables.stream().sorted().toList();
        place = place == null ? null : new TreeMap<>(place);
    }

    /** Begun, and nothing handed out. */
    static ChangeProgress begun(List<String> tables) {
        return new ChangeProgress(tables, null, null, 0);
    }

    /** Between two transactions. */
    ChangeProgress at(Map<String, Object> itsPlace) {
        return new ChangeProgress(tables, itsPlace, null, 0);
    }

    /** So many changes into a transaction that begins at the place. */
    ChangeProgress within(String itsTransaction, long itsDelivered) {
        return new ChangeProgress(tables, place, itsTransaction, itsDelivered);
    }

    byte[] toBytes() {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("tables", tables);
        node.put("place", place);
        node.put("transaction", transaction);
        node.put("delivered", delivered);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    /** @throws IOException if it is none */
    static ChangeProgress fromBytes(byte[] bytes) throws IOException {
        try {
            Map<String, Object> node = JSON.readValue(bytes, OBJECT);
            return new ChangeProgress(
                    JSON.convertValue(node.get("tables"), new TypeReference<List<String>>() {}),
                    JSON.convertValue(node.get("place"), OBJECT),
                    (String) node.get("transaction"),
                    ((Number) node.get("delivered")).longValue());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IOException("saved position of change data capture is damaged: " + e.getMessage(), e);
        }
    }
}
