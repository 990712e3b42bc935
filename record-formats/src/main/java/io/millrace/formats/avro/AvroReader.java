package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import org.apache.avro.AvroRuntimeException;

/** Reads values by the schemas that wrote them, each pair of schemas worked out once. */
final class AvroReader implements ValueDecoder {
    private final NamedSchema reader;
    private final Origin origin;
    private final Writers writers;
    private final Frame frame;
    private final Group columns;
    private final Row row;
    private final Recent<NamedSchema, AvroDecoder> decoders = NamedSchema.recent();

    AvroReader(NamedSchema reader, Origin origin, Writers writers, Frame frame, Group columns, Row row) {
        this.reader = reader;
        this.origin = origin;
        this.writers = writers;
        this.frame = frame;
        this.columns = columns;
        this.row = row;
    }

    @Override
    public void decode(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        AvroDecoder decoder = decoder(origin.writer(bytes, from, to));
        if (frame.kind() == FrameKind.CONTAINER) {
            Container container = writers.container();
            container.unpack(row);
            decoder.decode(container.bytes(), container.from(), container.to(), container.isPlain());
        } else {
            decoder.decode(bytes, from, to, true);
        }
    }

    private AvroDecoder decoder(NamedSchema writer) throws BadRecordException {
        AvroDecoder decoder = decoders.get(writer);
        if (decoder == null) {
            try {
                decoder = new AvroDecoder(writer, reader, columns, row);
            } catch (AvroRuntimeException | StackOverflowError e) {
                // Aliases that make one name of two fields, a default that is none of its type.
                throw new BadRecordException(
                        writer.name() + " cannot be resolved into " + reader.name() + ", as Avro has it");
            }
            // It has a step for each field of the one and each column of the other.
            decoders.put(writer, decoder, writer.characters() + reader.characters());
        }
        return decoder;
    }
}
