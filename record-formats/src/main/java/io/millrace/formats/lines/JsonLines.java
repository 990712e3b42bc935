package io.millrace.formats.lines;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.bytes.InputBytes;
import io.millrace.formats.json.JsonText;
import io.millrace.formats.metadata.MetadataFields;
import io.millrace.formats.value.JsonSource;
import io.millrace.formats.value.LineRenderer;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;

/** One JSON text per record: on one line, or indented; with metadata at the front of the object. */
final class JsonLines implements LineRenderer {
    private final JsonSource source;
    private final boolean indented;
    private final MetadataFields metadata;
    private final Bytes draft;
    private final Bytes object;

    /** @param room heap that each step on the way to the line may take */
    JsonLines(JsonSource source, boolean indented, MetadataFields metadata, long room) {
        this.draft = new Bytes(256, room);
        this.object = new Bytes(256, room);
        this.source = source;
        this.indented = indented;
        this.metadata = metadata;
    }

    @Override
    public void render(InputBytes value, SourceRecord record, Bytes out) throws BadRecordException {
        boolean isTombstone = record.value() == null;
        InputBytes json = isTombstone ? source.ofTombstone() : source.json(value);
        if (metadata.isEmpty()) {
            write(json.array(), json.from(), json.to(), out);
        } else if (isTombstone || source.isPlain()) {
            writeWithMetadata(json.array(), json.from(), json.to(), record, out);
        } else {
            object.clear(Bytes.KEPT);
            JsonText.compact(json.array(), json.from(), json.to(), object);
            checkNames();
            writeWithMetadata(object.array, 0, object.size, record, out);
        }
    }

    private void checkNames() throws BadRecordException {
        if (object.array[0] != '{') {
            throw new BadRecordException("value must be a JSON object to get the columns of --metadata-columns");
        }
        if (JsonText.hasField(object.array, 0, object.size, metadata.names())) {
            throw new BadRecordException(
                    "value has a field of a name that --metadata-columns adds, and a JSON object must not have one twice");
        }
    }

    /** The range is an object without blanks. */
    private void writeWithMetadata(byte[] bytes, int from, int to, SourceRecord record, Bytes out)
            throws BadRecordException {
        draft.clear(Bytes.KEPT);
        draft.putByte('{');
        metadata.addTo(draft, record);
        if (to - from > 2) {
            draft.putByte(',');
        }
        draft.put(bytes, from + 1, to - from - 1);
        write(draft.array, 0, draft.size, out);
    }

    private void write(byte[] bytes, int from, int to, Bytes out) {
        if (indented) {
            JsonText.indent(bytes, from, to, out);
        } else {
            JsonText.compact(bytes, from, to, out);
        }
        out.putByte('\n');
    }
}
