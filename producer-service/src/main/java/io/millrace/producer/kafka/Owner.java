package io.millrace.producer.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Who runs a source: written beside the positions, so that an instance that was fenced can say by whom.
 *
 * @param instance different for each start
 * @param host machine
 * @param pid process id
 * @param since start of that instance
 */
record Owner(String instance, String host, long pid, Instant since) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** This process, as a new instance. */
    static Owner self(String host) {
        return new Owner(
                UUID.randomUUID().toString(),
                host,
                ProcessHandle.current().pid(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("instance", instance)
                    .put("host", host)
                    .put("pid", pid)
                    .put("since", since.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    static Owner fromBytes(byte[] bytes) throws IOException {
        JsonNode node = JSON.readTree(bytes);
        return new Owner(
                node.path("instance").asText(),
                node.path("host").asText(),
                node.path("pid").asLong(),
                Instant.parse(node.path("since").asText("1970-01-01T00:00:00Z")));
    }

    @Override
    public String toString() {
        return "process " + pid + " on " + host + ", started " + since;
    }
}
