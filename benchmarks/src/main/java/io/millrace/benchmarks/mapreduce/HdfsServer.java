package io.millrace.benchmarks.mapreduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSConfigKeys;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.security.UserGroupInformation;

/** A NameNode and a DataNode in a process of their own; ends when its standard input ends. */
public final class HdfsServer {
    private HdfsServer() {}

    /** Keeps its data in args[0], copies args[1] to /logs and args[2] to /small unless they are there, and prints its URI. */
    public static void main(String[] args) throws Exception {
        Path data = Path.of(args[0]);
        boolean fresh = !Files.exists(data.resolve("copied"));
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, data.toString());
        // Only for clients that ask for it, and only for this user, who may read the files anyway.
        configuration.set(
                DFSConfigKeys.DFS_BLOCK_LOCAL_PATH_ACCESS_USER_KEY,
                UserGroupInformation.getCurrentUser().getShortUserName());
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration)
                .numDataNodes(1)
                .format(fresh)
                .build();
        FileSystem fs = cluster.getFileSystem();
        if (fresh) {
            copy(fs, Path.of(args[1]), new org.apache.hadoop.fs.Path("/logs"));
            copy(fs, Path.of(args[2]), new org.apache.hadoop.fs.Path("/small"));
            try (var out = fs.create(new org.apache.hadoop.fs.Path("/tiny/a.log"))) {
                out.writeBytes("2026-11-01 10:00:00,001 INFO  [main] a.B: x\n");
            }
            Files.createFile(data.resolve("copied"));
        }
        FileStatus[] found = fs.listStatus(new org.apache.hadoop.fs.Path("/logs"));
        System.out.println("ready " + fs.getUri() + " " + found.length);
        while (System.in.read() >= 0) {
            // Until the benchmark lets go.
        }
        // An orderly end of the mini cluster would delete its files.
        Runtime.getRuntime().halt(0);
    }

    private static void copy(FileSystem fs, Path from, org.apache.hadoop.fs.Path to) throws IOException {
        fs.mkdirs(to);
        try (var files = Files.list(from)) {
            for (Path file : files.sorted().toList()) {
                fs.copyFromLocalFile(new org.apache.hadoop.fs.Path(file.toUri()), to);
            }
        }
    }
}
