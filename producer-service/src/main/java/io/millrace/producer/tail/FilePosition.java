package io.millrace.producer.tail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * How far one file has been read, and what tells that file from others.
 *
 * @param id name of this file in the positions, given when it was first seen
 * @param path where it was seen first; records of a renamed file keep going where those of this path go
 * @param key which file it is to the operating system; {@link #NOWHERE} if its content has lost its file
 * @param offset bytes of (decompressed) content that have become records
 * @param piece pieces of an over-long record that end at {@code offset}; 0 if a record ends there
 * @param head the content's first bytes, up to {@code offset}
 * @param tail the content's last bytes before {@code offset}
 * @param updated when the position was saved
 */
record FilePosition(
        String id,
        String path,
        FileKey key,
        long offset,
        int piece,
        Fingerprint head,
        Fingerprint tail,
        Instant updated) {
    static final FileKey NOWHERE = new FileKey(0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode();
        node.put("path", path);
        node.put("device", key.device());
        node.put("inode", key.inode());
        node.put("offset", offset);
        node.put("piece", piece);
        node.putObject("head").put("length", head.length()).put("hash", head.hash());
        node.putObject("tail").put("length", tail.length()).put("hash", tail.hash());
        node.put("updated", updated.toString());
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    /** @throws IOException if the bytes are not a file position: reading from a guessed one would lose or repeat */
    static FilePosition fromBytes(String id, byte[] bytes) throws IOException {
        try {
            var node = JSON.readTree(bytes);
            return new FilePosition(
                    id,
                    node.required("path").textValue(),
                    new FileKey(
                            node.path("device").asLong(FileKey.UNKNOWN_DEVICE),
                            node.required("inode").longValue()),
                    node.required("offset").longValue(),
                    node.required("piece").intValue(),
                    fingerprint(node.required("head")),
                    fingerprint(node.required("tail")),
                    Instant.parse(node.required("updated").textValue()));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw new IOException("saved position of file '" + id + "' is damaged: " + e.getMessage(), e);
        }
    }

    private static Fingerprint fingerprint(com.fasterxml.jackson.databind.JsonNode node) {
        return new Fingerprint(
                node.required("length").intValue(), node.required("hash").textValue());
    }
}
