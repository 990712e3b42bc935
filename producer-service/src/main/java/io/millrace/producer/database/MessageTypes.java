package io.millrace.producer.database;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.model.proto.LogEvent;
import io.millrace.model.proto.SensorReading;
import io.millrace.model.proto.WeatherReport;
import io.millrace.runtime.cli.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Protobuf messages by name: the built-in ones, and those of a descriptor set that {@code protoc} wrote. */
public final class MessageTypes {
    private static final Map<String, Descriptor> BUILT_IN = Map.of(
            "weather-report", WeatherReport.getDescriptor(),
            "sensor-reading", SensorReading.getDescriptor(),
            "log-event", LogEvent.getDescriptor());

    private MessageTypes() {}

    /** The built-in message of this name. */
    public static Descriptor builtIn(String name) {
        Descriptor descriptor = BUILT_IN.get(name);
        if (descriptor == null) {
            throw new SettingsException("--message is '" + name + "', must be one of "
                    + String.join(", ", new TreeSet<>(BUILT_IN.keySet()))
                    + ", or a full name in a --descriptor-set");
        }
        return descriptor;
    }

    /** The message with this full name in a file that {@code protoc --include_imports --descriptor_set_out} wrote. */
    public static Descriptor in(Path descriptorSet, String name) {
        Map<String, FileDescriptor> files = new HashMap<>();
        try (InputStream in = Files.newInputStream(descriptorSet)) {
            // protoc writes imported files before those that import them.
            for (FileDescriptorProto file : FileDescriptorSet.parseFrom(in).getFileList()) {
                FileDescriptor[] imports = file.getDependencyList().stream()
                        .map(files::get)
                        .filter(found -> found != null)
                        .toArray(FileDescriptor[]::new);
                files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
            }
        } catch (IOException | DescriptorValidationException e) {
            throw new SettingsException("--descriptor-set is '" + descriptorSet
                    + "', must be a file made by protoc --include_imports --descriptor_set_out: " + e.getMessage());
        }
        for (FileDescriptor file : files.values()) {
            for (Descriptor message : file.getMessageTypes()) {
                if (message.getFullName().equals(name)) {
                    return message;
                }
            }
        }
        throw new SettingsException("--message is '" + name + "', must be a message of " + descriptorSet);
    }
}
