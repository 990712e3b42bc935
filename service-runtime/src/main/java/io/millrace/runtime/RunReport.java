package io.millrace.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The final counts of one run as a JSON file, for scripts: what a service says that it did, to be held against what
 * others find. Not thread-safe; filled at the end of a run.
 */
public final class RunReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Sets a value: a string, number, boolean, map or list. Names are snake_case. */
    public RunReport put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Writes the report whole or not at all: under a temporary name first. */
    public void write(Path file) {
        try {
            Path target = file.toAbsolutePath();
            Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
            Files.write(temporary, JSON.writeValueAsBytes(values));
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("report file " + file + " cannot be written", e);
        }
    }
}
