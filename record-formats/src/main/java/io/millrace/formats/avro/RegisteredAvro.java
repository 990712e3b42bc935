package io.millrace.formats.avro;

import io.millrace.formats.registry.RegisteredSchema;
import io.millrace.formats.registry.SchemaRegistry;
import io.millrace.formats.value.Frame;
import io.millrace.record.BadRecordException;
import io.millrace.record.TryLaterException;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/** Avro schemas out of a registry, with what they refer to. */
final class RegisteredAvro {
    /** Schemas that one may refer to, directly or through others. */
    private static final int MOST_REFERENCES = 1000;

    private final SchemaRegistry registry;

    RegisteredAvro(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The schema that the frame names. */
    NamedSchema of(Frame frame) throws BadRecordException, TryLaterException {
        String name = "schema " + (frame.guid() == null ? String.valueOf(frame.id()) : frame.guid());
        RegisteredSchema found = frame.guid() == null ? registry.byId(frame.id()) : registry.byGuid(frame.guid());
        if (!found.type().equals("AVRO")) {
            throw new BadRecordException(
                    name + " of the registry is of type " + found.type() + ", must be AVRO for --value-format avro");
        }
        // What wrote records was good enough for its writer; a default that is none is no matter of its records.
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        Set<RegisteredSchema.Reference> known = new HashSet<>();
        try {
            parseReferences(found, parser, known);
            return new NamedSchema(
                    parser.parse(found.text()),
                    name + " of the registry",
                    found.text().length());
        } catch (RuntimeException | StackOverflowError e) {
            throw new BadRecordException(name + " of the registry is no Avro schema that can be read");
        }
    }

    /** What is referred to comes before what refers to it; each once, or the parser would call it defined twice. */
    private void parseReferences(RegisteredSchema schema, Schema.Parser parser, Set<RegisteredSchema.Reference> known)
            throws BadRecordException, TryLaterException {
        for (RegisteredSchema.Reference reference : schema.references()) {
            if (known.size() > MOST_REFERENCES) {
                throw new BadRecordException(
                        "a schema of the registry refers to more than " + MOST_REFERENCES + " others");
            }
            if (known.add(reference)) {
                RegisteredSchema referred = registry.byVersion(reference.subject(), reference.version());
                parseReferences(referred, parser, known);
                parser.parse(referred.text());
            }
        }
    }
}
