package io.millrace.launcher.servers;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.PlainPath;
import io.millrace.stack.PrivateFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a data folder tells other processes about the stack over it: Hadoop's configuration files in {@code conf}, who runs the
 * servers in {@code owner.json}, their addresses, as soon as they run, in {@code stack.json}, where services listen beside them in
 * {@code services}, logs in {@code logs}.
 *
 * @param folder the data folder
 */
public record StackFiles(Path folder) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public StackFiles {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The folder to name in HADOOP_CONF_DIR. */
    public Path conf() {
        return folder.resolve("conf");
    }

    /** Logs of the servers and of the services beside them. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Where the services beside the servers say how they are, each in a file of its own. */
    public Path services() {
        return folder.resolve("services");
    }

    /** The process that runs the servers, or starts or stops them; empty if none does. */
    public Optional<StackOwner> owner() {
        return read("owner.json", StackOwner.class)
                .filter(owner -> owner.process().isPresent());
    }

    /** Where the servers are, if they run and take work. */
    public Optional<StackAddresses> running() {
        return owner().flatMap(owner -> read("stack.json", StackAddresses.class));
    }

    /** Notes that this process is about to start servers over the folder, which it has claimed. */
    public void announceStart(String command) {
        // What a process that was killed left behind must not be taken for this one's.
        withdraw();
        forgetServices();
        write("owner.json", StackOwner.self(command));
    }

    /** No service runs without servers: what is there is of processes that were killed. */
    private void forgetServices() {
        if (!Files.isDirectory(services())) {
            return;
        }
        try (Stream<Path> files = Files.list(services())) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw unwritable(services(), e);
        }
    }

    /** Tells others that the servers run and take work. */
    void announce(StackAddresses addresses) {
        write("stack.json", addresses);
    }

    /** Tells nobody any more that the servers take work. */
    void withdraw() {
        try {
            Files.deleteIfExists(folder.resolve("stack.json"));
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Writes {@link #conf} for the clients of this file system. */
    public void writeHadoopConf(Map<String, String> clientSettings) {
        PrivateFolder.make(conf());
        try {
            Configuration core = new Configuration(false);
            Configuration hdfs = new Configuration(false);
            // What is HDFS's own belongs into its own file: the defaults of HDFS win over core-site.xml.
            clientSettings.forEach((name, value) ->
                    (name.startsWith("dfs.") ? hdfs : core).set(name, value, "Millrace's embedded stack"));
            write(core, "core-site.xml");
            write(hdfs, "hdfs-site.xml");
            Configuration mapred = new Configuration(false);
            mapred.set("mapreduce.framework.name", "local", "no YARN in the embedded stack");
            if (PlainPath.isPlain(folder)) {
                mapred.set("hadoop.tmp.dir", folder.resolve("tmp").toString(), "scratch space of the local runner");
            } // else Hadoop's own: the local runner does not find again what it wrote below a name with a blank
            write(mapred, "mapred-site.xml");
        } catch (IOException e) {
            throw unwritable(conf(), e);
        }
    }

    private void write(Configuration configuration, String file) throws IOException {
        try (OutputStream out = Files.newOutputStream(conf().resolve(file))) {
            configuration.writeXml(out);
        }
    }

    /** In one step: who reads it meanwhile sees all of it or nothing. */
    private void write(String file, Object content) {
        try {
            Path unfinished = folder.resolve(file + ".new");
            JSON.writeValue(unfinished.toFile(), content);
            Files.move(
                    unfinished,
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private <T> Optional<T> read(String file, Class<T> type) {
        Path path = folder.resolve(file);
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(path), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ServiceException(path + " cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static ServiceException unwritable(Path folder, IOException e) {
        return new ServiceException("folder " + folder + " cannot be written (" + e.getMessage() + ")", e);
    }
}
