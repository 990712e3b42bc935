package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.row.Group;
import io.millrace.formats.row.Row;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueDecoder;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import org.apache.avro.AvroRuntimeException;

/** Reads change events of Debezium by the schemas that wrote them, each worked out once. */
final class EnvelopeReader implements ValueDecoder {
    private final Envelopes envelopes;
    private final NamedSchema reader;
    private final Group columns;
    private final Row row;
    private final Recent<NamedSchema, EnvelopeDecoder> decoders = NamedSchema.recent();

    /** @param reader schema of rows whose columns are wanted */
    EnvelopeReader(Envelopes envelopes, NamedSchema reader, Group columns, Row row) {
        this.envelopes = envelopes;
        this.reader = reader;
        this.columns = columns;
        this.row = row;
    }

    @Override
    public void decode(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        envelopes.context().change().clear();
        EnvelopeDecoder decoder = decoder(envelopes.event(bytes, from, to));
        if (envelopes.context().frame().kind() == FrameKind.CONTAINER) {
            Container container = envelopes.container();
            container.unpack(row);
            decoder.decode(container.bytes(), container.from(), container.to(), container.isPlain());
        } else {
            decoder.decode(bytes, from, to, true);
        }
    }

    private EnvelopeDecoder decoder(NamedSchema event) throws BadRecordException {
        EnvelopeDecoder decoder = decoders.get(event);
        if (decoder == null) {
            NamedSchema written = envelopes.rowOf(event);
            try {
                decoder = new EnvelopeDecoder(
                        event,
                        written,
                        reader,
                        columns,
                        row,
                        envelopes.context().change());
            } catch (AvroRuntimeException | StackOverflowError e) {
                throw new BadRecordException(
                        event.name() + " cannot be resolved into " + reader.name() + ", as Avro has it");
            }
            decoders.put(event, decoder, event.characters() + reader.characters());
        }
        return decoder;
    }
}
