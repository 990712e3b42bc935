package io.millrace.launcher.servers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The ports of a data folder's servers. Remembered with the data, so that bookmarks and clients' settings hold at the next
 * start. A port of 0 means any free one.
 *
 * @param kafka the first broker's; the others' follow it
 * @param hdfs the NameNode's RPC port
 * @param hdfsWeb the NameNode's web page
 * @param database the database
 * @param web the console
 */
public record StackPorts(int kafka, int hdfs, int hdfsWeb, int database, int web) {
    /** Any free ones. */
    public static final StackPorts ANY = new StackPorts(0, 0, 0, 0, 0);

    /** Where people look for these servers. */
    public static final StackPorts USUAL = new StackPorts(9092, 8020, 9870, 9101, 8080);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those that the folder's servers had when they ran last; the given ones if they never did. */
    public static StackPorts remembered(Path folder, StackPorts otherwise) {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return otherwise;
        }
        try {
            return JSON.readValue(file.toFile(), StackPorts.class);
        } catch (IOException e) {
            throw new ServiceException(
                    file + " cannot be read (" + e.getMessage() + "); without it other ports are chosen", e);
        }
    }

    /** Notes a stack's ports with its data. */
    static void remember(EmbeddedStack stack, int web) {
        Path file = file(stack.settings().folder());
        try {
            JSON.writeValue(
                    file.toFile(),
                    new StackPorts(
                            stack.kafka().port(),
                            stack.hdfs().port(),
                            stack.hdfs().webPort(),
                            stack.database().port(),
                            web));
        } catch (IOException e) {
            throw new ServiceException(file + " cannot be written (" + e.getMessage() + ")", e);
        }
    }

    /**
     * The same without those that another program has taken: any free one in their place.
     *
     * @param brokers how many brokers need a port
     * @param told hears a sentence for each that is taken
     */
    StackPorts freeOnes(int brokers, Consumer<String> told) {
        return new StackPorts(
                free("Kafka", kafka, brokers, told),
                free("HDFS", hdfs, 1, told),
                free("the NameNode's web page", hdfsWeb, 1, told),
                free("the database", database, 1, told),
                free("the web page", web, 1, told));
    }

    private static int free(String server, int port, int count, Consumer<String> told) {
        if (port == 0 || FreePorts.areFree(port, count)) {
            return port;
        }
        told.accept("Port " + port + " is in use by another program: " + server + " takes another one.");
        return 0;
    }

    private static Path file(Path folder) {
        return folder.resolve("ports.json");
    }
}
