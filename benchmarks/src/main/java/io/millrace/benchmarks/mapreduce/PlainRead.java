package io.millrace.benchmarks.mapreduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Hadoop's own client reading every file of a folder and throwing the bytes away. */
public final class PlainRead {
    private static final int BUFFER = 1 << 20;

    private PlainRead() {}

    /** Reads folder args[0] in args[1] threads, each file by one of them, and prints the bytes and what the reading took. */
    public static void main(String[] args) throws Exception {
        Path folder = new Path(args[0]);
        FileSystem fs = folder.getFileSystem(new Configuration());
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(args[1]));
        long started = System.nanoTime();
        List<Callable<Long>> files = new ArrayList<>();
        for (FileStatus file : fs.listStatus(folder)) {
            files.add(() -> read(fs, file.getPath()));
        }
        long bytes = 0;
        for (Future<Long> read : threads.invokeAll(files)) {
            bytes += read.get();
        }
        threads.shutdown();
        System.out.printf(Locale.ROOT, "%d bytes, %.3f s%n", bytes, (System.nanoTime() - started) / 1e9);
    }

    private static long read(FileSystem fs, Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try (FSDataInputStream in = fs.open(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }
        return bytes;
    }
}
