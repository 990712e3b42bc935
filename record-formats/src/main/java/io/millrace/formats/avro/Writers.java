package io.millrace.formats.avro;

import io.millrace.formats.cache.Recent;
import io.millrace.formats.schema.AvroSchemas;
import io.millrace.formats.schema.SchemaException;
import io.millrace.formats.value.Frame;
import io.millrace.formats.value.FrameKind;
import io.millrace.formats.value.ValueContext;
import io.millrace.formats.value.ValueSettings;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The schemas by which values were written: one that users name, the registry's, or the value's own. For one thread. */
final class Writers {
    private final Frame frame;
    /** Null if users name no registry. */
    private final RegisteredAvro registered;
    /** Schemas that users name, by their fingerprints. */
    private final Map<Long, NamedSchema> named = new HashMap<>();
    /** Of values that say nothing of their schema; null if several schemas could be theirs. */
    private final NamedSchema bare;

    private final Container container = new Container();
    private final Recent<Object, NamedSchema> found = NamedSchema.recent();

    /** @param reader schema that values were written by if nothing else is said; null for none */
    Writers(NamedSchema reader, ValueSettings settings, ValueContext context) throws SchemaException {
        this.frame = context.frame();
        this.registered = context.registry().map(RegisteredAvro::new).orElse(null);
        NamedSchema only = reader;
        for (Path path : settings.framing().writerSchemas()) {
            only = new NamedSchema(AvroSchemas.read(path.toString()), "--writer-schemas '" + path + "'");
            put(only);
        }
        if (reader != null) {
            put(reader);
        }
        this.bare = settings.framing().writerSchemas().size() > 1 ? null : only;
    }

    private void put(NamedSchema writer) {
        named.putIfAbsent(SchemaNormalization.parsingFingerprint64(writer.schema()), writer);
    }

    /** The schema of the value in this range, whose frame was taken off. The same object for the same schema, mostly. */
    NamedSchema of(byte[] bytes, int from, int to) throws BadRecordException, TryLaterException {
        return switch (frame.kind()) {
            case NONE -> bare();
            case SINGLE_OBJECT -> ofFingerprint(frame.id());
            case CONTAINER -> {
                container.open(bytes, from, to);
                yield ofText(container.schema());
            }
            default -> registered();
        };
    }

    /** The file that {@link #of} was given last, if it was one. */
    Container container() {
        return container;
    }

    private NamedSchema bare() throws BadRecordException {
        if (bare == null) {
            throw new BadRecordException("value does not say by which schema it was written: it has no frame");
        }
        return bare;
    }

    private NamedSchema ofFingerprint(long fingerprint) throws BadRecordException {
        NamedSchema writer = named.get(fingerprint);
        if (writer == null) {
            throw new BadRecordException(String.format(
                    "value was written by a schema of the fingerprint %016x, which is neither --schema nor one of"
                            + " --writer-schemas",
                    fingerprint));
        }
        return writer;
    }

    private NamedSchema registered() throws BadRecordException, TryLaterException {
        Object key = frame.guid() == null ? (Object) frame.id() : frame.guid();
        NamedSchema writer = found.get(key);
        if (writer == null) {
            if (registered == null) {
                throw new BadRecordException("value has the frame " + frame.kind()
                        + " of a schema registry, which needs --registry; if it has none, --frame none says so");
            }
            writer = registered.of(frame);
            found.put(key, writer, writer.characters());
        }
        return writer;
    }

    private NamedSchema ofText(String text) throws BadRecordException {
        NamedSchema writer = found.get(text);
        if (writer == null) {
            try {
                writer = new NamedSchema(
                        new Schema.Parser().setValidateDefaults(false).parse(text),
                        "the value's own schema",
                        text.length());
            } catch (RuntimeException | StackOverflowError e) {
                throw new BadRecordException("value is a " + FrameKind.CONTAINER + " whose schema cannot be read");
            }
            found.put(text, writer, writer.characters());
        }
        return writer;
    }
}
