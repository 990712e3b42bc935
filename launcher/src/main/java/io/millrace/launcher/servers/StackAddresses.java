package io.millrace.launcher.servers;

import io.millrace.runtime.cli.Secrets;
import io.millrace.stack.EmbeddedDatabase;
import io.millrace.stack.EmbeddedStack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Where the servers of a running stack are.
 *
 * @param kafka the brokers, {@code host:port} with commas between them
 * @param hdfs the file system
 * @param hdfsWeb the NameNode's web page
 * @param database JDBC address of the database
 * @param databaseUser its user
 * @param databasePasswordFile the file that holds the user's password
 * @param hadoopConfDir what to name in HADOOP_CONF_DIR
 * @param web the console; null if there is none
 */
public record StackAddresses(
        String kafka,
        URI hdfs,
        URI hdfsWeb,
        String database,
        String databaseUser,
        String databasePasswordFile,
        String hadoopConfDir,
        URI web) {

    /** Those of a stack of this process. */
    public static StackAddresses of(EmbeddedStack stack, StackFiles files, Optional<URI> web) {
        EmbeddedDatabase database = stack.database();
        return new StackAddresses(
                stack.kafka().bootstrapServers(),
                stack.hdfs().uri(),
                stack.hdfs().webPage(),
                database.jdbcUrl(),
                database.user(),
                database.passwordFile().toString(),
                files.conf().toString(),
                web.orElse(null));
    }

    /** How many brokers there are. */
    public int brokers() {
        return kafka.split(",").length;
    }

    /** A new connection to the database; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database, databaseUser, Secrets.read("database_password_file", Path.of(databasePasswordFile)));
    }

    /** A new client of the file system; the caller closes it. */
    public FileSystem fileSystem() throws IOException {
        return FileSystem.newInstance(hdfs, new Configuration());
    }
}
