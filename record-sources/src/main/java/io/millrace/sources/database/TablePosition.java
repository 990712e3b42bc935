package io.millrace.sources.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a table has been read.
 *
 * @param table what was read, as {@link TableName#identity} tells it; null if an earlier version saved it
 * @param ids names of the id columns; empty if an earlier version saved it
 * @param byId how far by id: all rows, or with {@code byChange} those without a time of change
 * @param byChange how far by time of change; null when reading by id alone
 * @param incarnation what was known of the table itself
 */
record TablePosition(String table, List<String> ids, Keys byId, Changes byChange, TableReader.Incarnation incarnation) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * How far rows were read by id.
     *
     * @param key the greatest id read; null before the first row
     * @param read how many rows up to there were read and are there; empty if an earlier version did not count
     * @param gaps smaller ids that may still appear
     * @param last fingerprint of the row with the greatest id read; null before the first row
     */
    record Keys(Cursor key, OptionalLong read, List<IdRange> gaps, String last) {
        static final Keys START = new Keys(null, OptionalLong.of(0), List.of(), null);
    }

    /**
     * How far rows were read by time of change.
     *
     * @param place of the last row read; null before the first row
     * @param horizon behind it everything that was read is remembered; null for the table's beginning
     * @param counted up to where rows were counted; null for never
     * @param count how many there were
     * @param passed how many rows the horizon has passed since then
     */
    record Changes(Cursor place, Cursor horizon, Cursor counted, long count, long passed) {
        static final Changes START = new Changes(null, null, null, 0, 0);
    }

    /** Before the first row. */
    static TablePosition start(TableSettings settings) {
        TableSettings.Columns columns = settings.columns();
        return new TablePosition(
                settings.identity(),
                columns.id(),
                Keys.START,
                columns.byChange() ? Changes.START : null,
                TableReader.Incarnation.UNKNOWN);
    }

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode();
        if (table != null) {
            node.put("table", table);
        }
        put(node, "ids", new Cursor(ids));
        put(node, "key", byId.key());
        byId.read().ifPresent(read -> node.put("read", read));
        if (byId.last() != null) {
            node.put("last", byId.last());
        }
        ArrayNode ranges = node.putArray("gaps");
        byId.gaps()
                .forEach(gap ->
                        ranges.addArray().add(gap.first()).add(gap.last()).add(gap.seenMillis()));
        if (byChange != null) {
            ObjectNode changes = node.putObject("changes");
            put(changes, "place", byChange.place());
            put(changes, "horizon", byChange.horizon());
            put(changes, "counted", byChange.counted());
            changes.put("count", byChange.count()).put("passed", byChange.passed());
        }
        incarnation.identity().ifPresent(identity -> node.put("identity", identity));
        incarnation.storage().ifPresent(storage -> node.put("storage", storage));
        incarnation.counter().ifPresent(counter -> node.put("counter", counter));
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    static TablePosition fromBytes(byte[] bytes) throws IOException {
        try {
            JsonNode node = JSON.readTree(bytes);
            List<IdRange> gaps = new ArrayList<>();
            for (JsonNode gap : node.required("gaps")) {
                gaps.add(new IdRange(
                        gap.required(0).longValue(),
                        gap.required(1).longValue(),
                        gap.required(2).longValue()));
            }
            return node.has("id") ? older(node, gaps) : current(node, gaps);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("saved position of the table is damaged: " + e.getMessage(), e);
        }
    }

    private static TablePosition current(JsonNode node, List<IdRange> gaps) {
        OptionalLong read =
                node.has("read") ? OptionalLong.of(node.required("read").longValue()) : OptionalLong.empty();
        Changes changes = null;
        if (node.has("changes")) {
            JsonNode saved = node.required("changes");
            changes = new Changes(
                    cursor(saved, "place"),
                    cursor(saved, "horizon"),
                    cursor(saved, "counted"),
                    saved.required("count").longValue(),
                    saved.required("passed").longValue());
        }
        OptionalLong counter =
                node.has("counter") ? OptionalLong.of(node.required("counter").longValue()) : OptionalLong.empty();
        return new TablePosition(
                text(node, "table").orElse(null),
                cursor(node, "ids").values(),
                new Keys(cursor(node, "key"), read, gaps, text(node, "last").orElse(null)),
                changes,
                new TableReader.Incarnation(text(node, "identity"), text(node, "storage"), counter));
    }

    /** As earlier versions saved it: a number, and a time in ISO form. */
    private static TablePosition older(JsonNode node, List<IdRange> gaps) {
        Cursor id = Cursor.of(Long.toString(node.required("id").longValue()));
        if (!node.has("updated")) {
            return new TablePosition(
                    null,
                    List.of(),
                    new Keys(id, OptionalLong.empty(), gaps, null),
                    null,
                    TableReader.Incarnation.UNKNOWN);
        }
        LocalDateTime updated = LocalDateTime.parse(node.required("updated").textValue());
        Cursor place = id.at(ChangeReading.text(updated));
        return new TablePosition(
                null,
                List.of(),
                Keys.START,
                new Changes(place, place, place, Long.MAX_VALUE, 0),
                TableReader.Incarnation.UNKNOWN);
    }

    private static void put(ObjectNode node, String name, Cursor cursor) {
        if (cursor != null) {
            ArrayNode values = node.putArray(name);
            cursor.values().forEach(values::add);
        }
    }

    private static Optional<String> text(JsonNode node, String name) {
        return node.has(name) ? Optional.of(node.required(name).textValue()) : Optional.empty();
    }

    private static Cursor cursor(JsonNode node, String name) {
        if (!node.has(name)) {
            return null;
        }
        List<String> values = new ArrayList<>();
        node.required(name).forEach(value -> values.add(value.textValue()));
        return new Cursor(values);
    }
}
