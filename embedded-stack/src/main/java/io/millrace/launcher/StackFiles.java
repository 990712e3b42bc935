package io.millrace.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedStack;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a data folder tells other processes about the stack over it: Hadoop's configuration files in {@code conf}, addresses
 * in {@code stack.json}, logs in {@code logs}.
 *
 * @param folder the data folder
 */
public record StackFiles(Path folder) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** The folder to name in HADOOP_CONF_DIR. */
    public Path conf() {
        return folder.resolve("conf");
    }

    /** Logs of the servers and of the services beside them. */
    public Path logs() {
        return folder.resolve("logs");
    }

    /** Writes {@link #conf} for the clients of this file system. */
    void writeHadoopConf(Map<String, String> clientSettings) {
        try {
            Files.createDirectories(conf());
            Configuration core = new Configuration(false);
            clientSettings.forEach((name, value) -> core.set(name, value, "Millrace's embedded stack"));
            write(core, "core-site.xml");
            Configuration mapred = new Configuration(false);
            mapred.set("mapreduce.framework.name", "local", "no YARN in the embedded stack");
            mapred.set("hadoop.tmp.dir", folder.resolve("tmp").toString(), "scratch space of the local runner");
            write(mapred, "mapred-site.xml");
        } catch (IOException e) {
            throw new ServiceException("folder " + conf() + " cannot be written (" + e.getMessage() + ")", e);
        }
    }

    /** Writes all of it for a running stack. */
    public void write(EmbeddedStack stack) {
        writeHadoopConf(stack.hdfs().clientSettings());
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("pid", ProcessHandle.current().pid());
        addresses.put("kafka", stack.kafka().bootstrapServers());
        addresses.put("hdfs", stack.hdfs().uri().toString());
        addresses.put("hdfs_web", stack.hdfs().webPage().toString());
        addresses.put("database", stack.database().jdbcUrl());
        addresses.put("database_user", stack.database().user());
        addresses.put("database_password_file", stack.database().passwordFile().toString());
        addresses.put("hadoop_conf_dir", conf().toString());
        try {
            JSON.writeValue(folder.resolve("stack.json").toFile(), addresses);
        } catch (IOException e) {
            throw new ServiceException("folder " + folder + " cannot be written (" + e.getMessage() + ")", e);
        }
    }

    private void write(Configuration configuration, String file) throws IOException {
        try (OutputStream out = Files.newOutputStream(conf().resolve(file))) {
            configuration.writeXml(out);
        }
    }
}
