package io.millrace.sources.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * How far one file has been read, and what tells that file from others.
 *
 * @param id name of this file in the positions, given when it was first seen
 * @param path the input's path that it was first seen under, or that it is a rotated form of; records of a renamed file keep
 *     going where those of this path go
 * @param place where it was seen last, without symbolic links
 * @param generation order among the files of one path, the oldest first; {@link #NO_GENERATION} for a file that only lies
 *     beside them
 * @param key which file it is to the operating system; {@link #NOWHERE} if its content has lost its file
 * @param state see {@link FileState}
 * @param before bytes of the file that were there when the source first looked and was to begin at the ends, and that could
 *     not be looked at then; 0 for all other files
 * @param reached how far it was read
 * @param updated when the position was saved
 */
record FilePosition(
        String id,
        String path,
        String place,
        int generation,
        FileKey key,
        FileState state,
        long before,
        Reached reached,
        Instant updated) {
    static final FileKey NOWHERE = new FileKey(0, 0);
    static final int NO_GENERATION = 0;
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode();
        node.put("path", path);
        node.put("place", place);
        node.put("generation", generation);
        node.put("device", key.device());
        node.put("inode", key.inode());
        node.put("state", state.name());
        if (before > 0) {
            node.put("before", before);
        }
        node.put("offset", reached.offset());
        node.put("piece", reached.piece());
        write(node.putObject("head"), reached.head());
        write(node.putObject("tail"), reached.tail());
        ArrayNode marks = node.putArray("marks");
        for (Mark mark : reached.marks()) {
            write(marks.addObject().put("offset", mark.offset()), mark.before());
        }
        node.put("updated", updated.toString());
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    /**
     * Reads what this version or an earlier one wrote: versions before 0.2 knew neither device nor place, state and marks.
     *
     * @throws IOException if the bytes are not a file position: reading from a guessed one would lose or repeat
     */
    static FilePosition fromBytes(String id, byte[] bytes) throws IOException {
        try {
            JsonNode node = JSON.readTree(bytes);
            String path = node.required("path").textValue();
            List<Mark> marks = new ArrayList<>();
            for (JsonNode mark : node.path("marks")) {
                marks.add(new Mark(mark.required("offset").longValue(), fingerprint(mark)));
            }
            long inode = node.required("inode").longValue();
            return new FilePosition(
                    id,
                    path,
                    node.path("place").asText(path),
                    node.path("generation").asInt(NO_GENERATION),
                    inode == 0 ? NOWHERE : new FileKey(node.path("device").asLong(FileKey.UNKNOWN_DEVICE), inode),
                    FileState.valueOf(node.path("state").asText(FileState.READING.name())),
                    node.path("before").asLong(0),
                    new Reached(
                            node.required("offset").longValue(),
                            node.required("piece").intValue(),
                            fingerprint(node.required("head")),
                            fingerprint(node.required("tail")),
                            marks),
                    Instant.parse(node.required("updated").textValue()));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw new IOException("saved position of file '" + id + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static void write(ObjectNode node, Fingerprint fingerprint) {
        node.put("length", fingerprint.length()).put("hash", fingerprint.hash());
    }

    private static Fingerprint fingerprint(JsonNode node) {
        return new Fingerprint(
                node.required("length").intValue(), node.required("hash").textValue());
    }
}
