package io.millrace.formats;

import io.millrace.formats.bytes.Bytes;
import io.millrace.formats.proto.ProtoJson;
import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import java.nio.ByteBuffer;

/** Protobuf messages as JSON texts. */
final class ProtoLines implements LineRenderer {
    private final ProtoJson messages;
    private final JsonLines lines;
    private final InputBytes json = new InputBytes();

    ProtoLines(ProtoJson messages, JsonLines lines) {
        this.messages = messages;
        this.lines = lines;
    }

    @Override
    public void render(InputBytes value, SourceRecord record, Bytes out) throws BadRecordException {
        json.set(ByteBuffer.wrap(messages.json(value.array(), value.from(), value.to())));
        lines.render(json, record, out);
    }
}
