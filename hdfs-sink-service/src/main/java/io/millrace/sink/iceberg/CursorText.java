package io.millrace.sink.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.record.PartitionId;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TablePosition;
import io.millrace.sink.table.TableRefusedException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cursor as text, as short as it goes, for it stands in each snapshot: {@code
 * {"v":1,"root":"/data","logs":{"TOPIC":{"PARTITION":["TOPIC ID",SEQUENCE,NEXT OFFSET,UPKEEP]}}}}; upkeep is left out where there is
 * none.
 */
final class CursorText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    private CursorText() {}

    static String of(TableCursor cursor) {
        ObjectNode all = JSON.createObjectNode();
        all.put("v", VERSION);
        all.put("root", cursor.root());
        ObjectNode logs = all.putObject("logs");
        cursor.positions().forEach((partition, position) -> {
            ArrayNode values =
                    logs.withObjectProperty(partition.topic()).putArray(Integer.toString(partition.partition()));
            values.add(position.topicId()).add(position.sequence()).add(position.nextOffset());
            if (position.upkeep() >= 0) {
                values.add(position.upkeep());
            }
        });
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can always be written", e);
        }
    }

    /** @throws TableRefusedException if somebody else wrote it, or a newer release */
    static TableCursor read(String text) throws TableRefusedException {
        try {
            JsonNode all = JSON.readTree(text);
            if (all.path("v").asInt() != VERSION) {
                throw new TableRefusedException(
                        "the table's property " + IcebergTable.CURSOR + " is of format " + all.path("v")
                                + ", and this release knows " + VERSION + " only; use the release that wrote it");
            }
            Map<PartitionId, TablePosition> positions = new TreeMap<>();
            for (Map.Entry<String, JsonNode> topic : all.path("logs").properties()) {
                for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
                    JsonNode values = partition.getValue();
                    positions.put(
                            new PartitionId(topic.getKey(), Integer.parseInt(partition.getKey())),
                            new TablePosition(
                                    values.required(0).asText(),
                                    values.required(1).asLong(),
                                    values.required(2).asLong(),
                                    values.has(3) ? values.required(3).asLong() : -1));
                }
            }
            return new TableCursor(all.required("root").asText(), new TreeMap<>(positions));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new TableRefusedException(
                    "the table's property " + IcebergTable.CURSOR + " is '" + text + "', which is no cursor", e);
        }
    }
}
