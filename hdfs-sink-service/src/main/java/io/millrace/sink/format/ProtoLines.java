package io.millrace.sink.format;

import io.millrace.record.BadRecordException;
import io.millrace.record.SourceRecord;
import io.millrace.sink.format.bytes.Bytes;
import io.millrace.sink.format.proto.ProtoJson;
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
