package io.millrace.console.landed;

import io.millrace.sink.hdfs.HdfsConnection;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where to look for what landed.
 *
 * @param connection makes the way to the file system, to the folder below which data roots are looked for; with these settings where
 *     nobody gave others
 * @param web the NameNode's page for people; empty if there is none
 */
public record HdfsPlace(Function<Map<String, String>, HdfsConnection> connection, Optional<String> web) {
    /** Of a file system without Kerberos whose clients need no settings but the folder of Hadoop's files. */
    public static HdfsPlace at(String folder, File configurationFolder, String web) {
        return new HdfsPlace(
                settings -> new HdfsConnection(
                        folder,
                        Optional.of(configurationFolder),
                        new HashMap<>(settings),
                        Optional.empty(),
                        Optional.empty()),
                Optional.of(web));
    }
}
