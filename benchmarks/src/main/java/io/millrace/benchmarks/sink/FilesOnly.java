package io.millrace.benchmarks.sink;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Many small files without a sink: only creates, writes, closes and renames them, on eight threads, with Hadoop's client and its
 * defaults. Its CPU seconds are what that many files cost; its rate is no limit, because the defaults wait long between tries.
 */
final class FilesOnly {
    private static final int THREADS = 8;

    private FilesOnly() {}

    /**
     * Arguments: HDFS, folder, number of files, bytes of each, settings of the client as {@code name=value}. Prints the
     * milliseconds that it took.
     */
    public static void main(String[] args) throws Exception {
        Configuration client = new Configuration();
        for (String setting : List.of(args).subList(4, args.length)) {
            client.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        Path folder = new Path(args[1]);
        int files = Integer.parseInt(args[2]);
        byte[] content = new byte[Integer.parseInt(args[3])];
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (FileSystem hdfs = FileSystem.get(URI.create(args[0]), client)) {
            hdfs.mkdirs(new Path(folder, "temporary"));
            hdfs.mkdirs(new Path(folder, "data"));
            long started = System.nanoTime();
            List<Future<Void>> written = new ArrayList<>(files);
            for (int i = 0; i < files; i++) {
                String name = "file-" + i;
                written.add(threads.submit(write(hdfs, folder, name, content)));
            }
            for (Future<Void> one : written) {
                one.get();
            }
            System.out.println("milliseconds " + (System.nanoTime() - started) / 1_000_000);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> write(FileSystem hdfs, Path folder, String name, byte[] content) {
        return () -> {
            Path temporary = new Path(folder, "temporary/" + name);
            try (FSDataOutputStream out = hdfs.create(temporary, false)) {
                out.write(content);
            }
            if (!hdfs.rename(temporary, new Path(folder, "data/" + name))) {
                throw new IllegalStateException(temporary + " could not be renamed");
            }
            return null;
        };
    }
}
