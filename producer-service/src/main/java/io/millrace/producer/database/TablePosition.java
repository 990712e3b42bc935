package io.millrace.producer.database;

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

/**
 * How far a table has been read.
 *
 * @param id greatest id read; with {@code updated}, the id of the last row of that time
 * @param updated time of change of the last row read; null when reading by id alone
 * @param gaps smaller ids that may still appear
 */
record TablePosition(long id, LocalDateTime updated, List<IdRange> gaps) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Before the first row. */
    static final TablePosition START = new TablePosition(0, null, List.of());

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode().put("id", id);
        if (updated != null) {
            node.put("updated", updated.toString());
        }
        ArrayNode ranges = node.putArray("gaps");
        gaps.forEach(gap -> ranges.addArray().add(gap.first()).add(gap.last()).add(gap.seenMillis()));
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
            LocalDateTime updated = node.has("updated")
                    ? LocalDateTime.parse(node.required("updated").textValue())
                    : null;
            return new TablePosition(node.required("id").longValue(), updated, gaps);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("saved position of the table is damaged: " + e.getMessage(), e);
        }
    }
}
