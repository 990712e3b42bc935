package io.millrace.sink.commit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * An object as one line of JSON, {@code {"crc32c":"01234567","record":{...}}}: the checksum covers the exact bytes of the inner
 * object, so that a damaged log is noticed and never believed.
 */
final class CheckedLine {
    private static final String HEAD = "{\"crc32c\":\"";
    private static final String MIDDLE = "\",\"record\":";
    private static final int RECORD_START = HEAD.length() + 8 + MIDDLE.length();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private CheckedLine() {}

    /** An object to fill. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** The line's bytes, ending in a line feed. */
    static byte[] encode(ObjectNode json) {
        byte[] inner;
        try {
            inner = MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
        byte[] head =
                (HEAD + HEX.toHexDigits(checksum(inner, 0, inner.length)) + MIDDLE).getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + inner.length + 2);
        System.arraycopy(inner, 0, all, head.length, inner.length);
        all[all.length - 2] = '}';
        all[all.length - 1] = '\n';
        return all;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param what it is and its file's name, for the message
     * @param reader makes of the inner object what it stands for; whatever does not fit is an IllegalArgumentException
     * @throws DamagedLogException if a single bit of it is not what was written
     */
    static <T> T decode(byte[] bytes, String what, Function<JsonNode, T> reader) {
        int end = bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 2 : bytes.length - 1;
        if (end <= RECORD_START || bytes[end] != '}') {
            throw new DamagedLogException(what + " is cut off after " + bytes.length + " bytes");
        }
        String head = new String(bytes, 0, RECORD_START, StandardCharsets.ISO_8859_1);
        String sum = HEX.toHexDigits(checksum(bytes, RECORD_START, end - RECORD_START));
        if (!head.equals(HEAD + sum + MIDDLE)) {
            throw new DamagedLogException(what + " does not match its checksum");
        }
        try {
            return reader.apply(MAPPER.readTree(bytes, RECORD_START, end - RECORD_START));
        } catch (IOException | IllegalArgumentException | DateTimeParseException | NullPointerException e) {
            throw new DamagedLogException(what + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * Refuses what a newer release wrote in a way that this one would misread.
     *
     * @param known the version that this release writes; all before it are read
     */
    static void checkVersion(JsonNode json, int known, String what) {
        long version = number(json, "version");
        if (version > known) {
            throw new NewerLogException(what + " was written by a newer release: it has version " + version
                    + ", this release reads up to " + known
                    + "; go back to that release, or use another root folder");
        }
        if (version < known) {
            throw new DamagedLogException(what + " has version " + version + ", which never was");
        }
    }

    static long number(JsonNode json, String name) {
        JsonNode value = json.required(name);
        if (!value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " must be a whole number");
        }
        return value.longValue();
    }

    static String text(JsonNode json, String name) {
        JsonNode value = json.required(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " must be a string");
        }
        return value.textValue();
    }

    static Optional<String> optional(JsonNode json, String name) {
        return json.has(name) ? Optional.of(text(json, name)) : Optional.empty();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
