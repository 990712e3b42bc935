package io.millrace.sources.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One line of a container's log, as the container's runtime writes it.
 *
 * @param time when the container wrote it, as it stands there: RFC 3339 with nanoseconds
 * @param stream {@code stdout} or {@code stderr}
 * @param partial true if the container's line goes on in the stream's next one
 * @param content what the container wrote, without the line's end
 * @see <a
 *     href="https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md">CRI logging</a>
 * @see <a href="https://docs.docker.com/engine/logging/drivers/json-file/">Docker's json-file driver</a>
 */
record ContainerLine(String time, String stream, boolean partial, byte[] content) {
    private static final JsonFactory JSON = new JsonFactory();
    /** {@code 2016-10-06T00:17:09Z} and longer. */
    private static final int SHORTEST_TIME = 20;

    private static final int LONGEST_TIME = 40;

    /** {@code TIME STREAM TAGS CONTENT} with tags {@code P} or {@code F} first; empty if it is none. */
    static Optional<ContainerLine> cri(byte[] bytes, int start, int end) {
        int afterTime = indexOf(bytes, ' ', start, Math.min(end, start + LONGEST_TIME));
        if (afterTime < 0 || afterTime - start < SHORTEST_TIME || bytes[start + 4] != '-' || bytes[start + 10] != 'T') {
            return Optional.empty();
        }
        int afterStream = indexOf(bytes, ' ', afterTime + 1, Math.min(end, afterTime + 8));
        if (afterStream < 0) {
            return Optional.empty();
        }
        String stream = text(bytes, afterTime + 1, afterStream);
        if (!stream.equals("stdout") && !stream.equals("stderr")) {
            return Optional.empty();
        }
        int afterTags = indexOf(bytes, ' ', afterStream + 1, end);
        // An empty line may end behind its tags.
        int tagsEnd = afterTags < 0 ? end : afterTags;
        boolean tagged = tagsEnd > afterStream + 1
                && (bytes[afterStream + 1] == 'P' || bytes[afterStream + 1] == 'F')
                && (tagsEnd == afterStream + 2 || bytes[afterStream + 2] == ':');
        if (!tagged) {
            return Optional.empty();
        }
        return Optional.of(new ContainerLine(
                text(bytes, start, afterTime),
                stream,
                bytes[afterStream + 1] == 'P',
                Arrays.copyOfRange(bytes, Math.min(end, tagsEnd + 1), end)));
    }

    /** <code>{"log":"CONTENT\n","stream":"STREAM","time":"TIME"}</code>; without LF it is partial. Empty if it is none. */
    static Optional<ContainerLine> docker(byte[] bytes, int start, int end) {
        if (end - start < 2 || bytes[start] != '{') {
            return Optional.empty();
        }
        String log = null;
        String stream = null;
        String time = null;
        try (JsonParser parser = JSON.createParser(bytes, start, end - start)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    parser.skipChildren();
                } else if (name.equals("log") && value == JsonToken.VALUE_STRING) {
                    log = parser.getText();
                } else if (name.equals("stream") && value == JsonToken.VALUE_STRING) {
                    stream = parser.getText();
                } else if (name.equals("time") && value == JsonToken.VALUE_STRING) {
                    time = parser.getText();
                }
            }
            // Two lines run together, or a torn one: what is behind the object would be lost.
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (IOException e) {
            // No JSON, so not Docker's.
            return Optional.empty();
        }
        if (log == null || stream == null || time == null) {
            return Optional.empty();
        }
        byte[] content = log.getBytes(StandardCharsets.UTF_8);
        int contentEnd = Encoding.AS_IT_IS.withoutLineEnd(content, 0, content.length);
        return Optional.of(
                new ContainerLine(time, stream, contentEnd == content.length, Arrays.copyOf(content, contentEnd)));
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }
}
