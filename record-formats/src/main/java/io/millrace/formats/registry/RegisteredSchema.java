package io.millrace.formats.registry;

import java.util.List;

/**
 * What a registry has of a schema.
 *
 * @param type {@code AVRO}, {@code JSON}, {@code PROTOBUF}, or what else a registry may have
 * @param text the schema itself
 * @param references other schemas that the text names
 */
public record RegisteredSchema(String type, String text, List<Reference> references) {
    public RegisteredSchema {
        references = List.copyOf(references);
    }

    /**
     * Another schema.
     *
     * @param name what the text calls it: a type's full name, or the path of an import
     * @param subject where the registry has it
     * @param version which of the subject's schemas it is
     */
    public record Reference(String name, String subject, int version) {}
}
