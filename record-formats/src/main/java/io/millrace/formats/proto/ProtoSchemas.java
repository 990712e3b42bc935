package io.millrace.formats.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.formats.schema.SchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the descriptor of a message: a built-in one, or one of a user's descriptor set. */
public final class ProtoSchemas {
    private static final String BUILT_IN_SET = "/io/millrace/model/schema/records.desc";
    private static final Map<String, String> BUILT_IN = Map.of(
            "sensor-reading", "millrace.SensorReading",
            "log-event", "millrace.LogEvent",
            "weather-report", "millrace.WeatherReport");

    private ProtoSchemas() {}

    /** The message that goes with a built-in schema of this name, or null. */
    public static Descriptor builtIn(String schemaName) throws SchemaException {
        String message = BUILT_IN.get(schemaName);
        if (message == null) {
            return null;
        }
        try (InputStream in = ProtoSchemas.class.getResourceAsStream(BUILT_IN_SET)) {
            return find(in.readAllBytes(), message, "built-in");
        } catch (IOException e) {
            throw new SchemaException("built-in descriptor set cannot be read: " + e.getMessage());
        }
    }

    /** The message of that full name in the descriptor set file. */
    public static Descriptor read(Path descriptorSet, String message) throws SchemaException {
        try {
            return find(Files.readAllBytes(descriptorSet), message, descriptorSet.toString());
        } catch (IOException e) {
            throw new SchemaException("--descriptor-set '" + descriptorSet + "' cannot be read ("
                    + e.getClass().getSimpleName()
                    + "), must be a file written by protoc --include_imports --descriptor_set_out");
        }
    }

    private static Descriptor find(byte[] bytes, String message, String subject) throws SchemaException, IOException {
        Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
        for (FileDescriptorProto file : FileDescriptorSet.parseFrom(bytes).getFileList()) {
            files.put(file.getName(), file);
        }
        Map<String, FileDescriptor> built = new HashMap<>();
        Set<String> names = new TreeSet<>();
        for (String name : files.keySet()) {
            for (Descriptor type : build(name, files, built, subject).getMessageTypes()) {
                Descriptor found = search(type, message, names);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new SchemaException("--message '" + message + "' is not in the descriptor set '" + subject
                + "', must be one of " + String.join(", ", names));
    }

    private static Descriptor search(Descriptor type, String message, Set<String> names) {
        names.add(type.getFullName());
        if (type.getFullName().equals(message)) {
            return type;
        }
        for (Descriptor nested : type.getNestedTypes()) {
            Descriptor found = nested.getOptions().getMapEntry() ? null : search(nested, message, names);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Imports come first; protoc lets no file import itself, so this ends. */
    private static FileDescriptor build(
            String name, Map<String, FileDescriptorProto> files, Map<String, FileDescriptor> built, String subject)
            throws SchemaException {
        FileDescriptor done = built.get(name);
        if (done != null) {
            return done;
        }
        FileDescriptorProto file = files.get(name);
        if (file == null) {
            throw new SchemaException("--descriptor-set '" + subject + "' lacks the imported file '" + name
                    + "', must be written with protoc --include_imports");
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String dependency : file.getDependencyList()) {
            imports.add(build(dependency, files, built, subject));
        }
        try {
            FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]));
            built.put(name, descriptor);
            return descriptor;
        } catch (DescriptorValidationException e) {
            throw new SchemaException("--descriptor-set '" + subject + "' is not valid: " + e.getMessage());
        }
    }
}
