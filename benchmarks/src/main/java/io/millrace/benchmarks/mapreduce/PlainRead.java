package io.millrace.benchmarks.mapreduce;

import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Hadoop's own client reading every file of a folder, one after the other in one thread, and throwing the bytes away. */
public final class PlainRead {
    private static final int BUFFER = 1 << 20;

    private PlainRead() {}

    /** Reads the folder and prints how many bytes it held and what the reading alone took. */
    public static void main(String[] args) throws Exception {
        Path folder = new Path(args[0]);
        FileSystem fs = folder.getFileSystem(new Configuration());
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        long started = System.nanoTime();
        for (FileStatus file : fs.listStatus(folder)) {
            try (FSDataInputStream in = fs.open(file.getPath())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    bytes += read;
                }
            }
        }
        System.out.printf(Locale.ROOT, "%d bytes, %.3f s%n", bytes, (System.nanoTime() - started) / 1e9);
    }
}
