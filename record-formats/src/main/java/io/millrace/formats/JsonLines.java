package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.json.JsonText;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;

/** One JSON text per record: on one line, or indented; with metadata at the front of the object. */
final class JsonLines implements LineRenderer {
    /** How a value becomes JSON. */
    enum Source {
        /** It is JSON. */
        JSON,
        /** UTF-8 text becomes <code>{"value": "..."}</code>. */
        TEXT,
        /** Bytes become <code>{"value": "base64"}</code>. */
        BYTES
    }

    private final Source source;
    private final boolean indented;
    private final MetadataColumns metadata;
    /** A greater buffer than this is given back after use: one huge record must not stay in memory. */
    private static final int KEPT_BUFFER = 1 << 20;

    private final Bytes draft;
    private final Bytes object;

    /** @param room heap that each step on the way to the line may take */
    JsonLines(Source source, boolean indented, MetadataColumns metadata, long room) {
        this.draft = new Bytes(256, room);
        this.object = new Bytes(256, room);
        this.source = source;
        this.indented = indented;
        this.metadata = metadata;
    }

    @Override
    public void render(InputBytes value, SourceRecord record, Bytes out) throws BadRecordException {
        if (source == Source.JSON && metadata.isEmpty()) {
            write(value.array(), value.from(), value.to(), out);
            return;
        }
        object.clear(KEPT_BUFFER);
        if (source == Source.JSON) {
            JsonText.compact(value.array(), value.from(), value.to(), object);
        } else {
            wrap(value);
        }
        if (metadata.isEmpty()) {
            write(object.array, 0, object.size, out);
            return;
        }
        if (object.array[0] != '{') {
            throw new BadRecordException("value must be a JSON object to get the columns of --columns");
        }
        if (source == Source.JSON && JsonText.hasField(object.array, 0, object.size, metadata.names())) {
            throw new BadRecordException(
                    "value has a field of a name that --columns adds, and a JSON object must not have one twice");
        }
        draft.clear(KEPT_BUFFER);
        draft.putByte('{');
        metadata.addTo(draft, record);
        if (object.size > 2) {
            draft.putByte(',');
        }
        draft.put(object.array, 1, object.size - 1);
        write(draft.array, 0, draft.size, out);
    }

    private void wrap(InputBytes value) {
        object.put(OPENING, 0, OPENING.length);
        if (source == Source.TEXT) {
            JsonText.quote(value.array(), value.from(), value.to(), object);
        } else {
            MetadataColumns.putBase64(object, value);
        }
        object.putByte('}');
    }

    private static final byte[] OPENING = {'{', '"', 'v', 'a', 'l', 'u', 'e', '"', ':'};

    private void write(byte[] bytes, int from, int to, Bytes out) {
        if (indented) {
            JsonText.indent(bytes, from, to, out);
        } else {
            JsonText.compact(bytes, from, to, out);
        }
        out.putByte('\n');
    }
}
