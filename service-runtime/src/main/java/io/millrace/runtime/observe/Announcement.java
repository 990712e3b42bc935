package io.millrace.runtime.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a service's endpoint is, in a file for others on this machine: who starts services that choose their ports themselves names
 * the file in the variable {@value #VARIABLE}. The file's name up to the last {@code @} is what the service is called; what stands behind
 * tells services of one name apart.
 *
 * @param name what the service is called
 * @param address of its endpoint, without a path
 * @param pid its process
 */
public record Announcement(String name, URI address, long pid) {
    /** Names the file. */
    public static final String VARIABLE = "MILLRACE_ANNOUNCE_FILE";

    /** Ending of the files' names. */
    public static final String ENDING = ".json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** True if its process runs; of a process of the same number that came later, too. */
    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** What the file says; empty for anything else. */
    public static Optional<Announcement> read(Path file) {
        String name = file.getFileName().toString();
        if (!name.endsWith(ENDING)) {
            return Optional.empty();
        }
        try {
            JsonNode said = JSON.readTree(Files.readAllBytes(file));
            return Optional.of(new Announcement(
                    name.substring(0, name.contains("@") ? name.lastIndexOf('@') : name.length() - ENDING.length()),
                    URI.create(said.path("address").asText()),
                    said.path("pid").asLong()));
        } catch (IOException | IllegalArgumentException e) {
            // Taken back meanwhile, or not one of these files.
            return Optional.empty();
        }
    }

    /** Writes the file in one step: who reads it meanwhile sees all of it or nothing. */
    static void write(Path file, URI address) throws IOException {
        ObjectNode said = JSON.createObjectNode();
        said.put("address", address.toString());
        said.put("pid", ProcessHandle.current().pid());
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.write(unfinished, JSON.writeValueAsBytes(said));
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
