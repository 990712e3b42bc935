package io.millrace.launcher.view;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** What the demo sees in HDFS for itself, as any plain reader would. Not thread-safe. */
public final class HdfsView implements AutoCloseable {
    private final FileSystem fs;

    public HdfsView(FileSystem fs) {
        this.fs = fs;
    }

    /** The files below a folder that readers see: none in hidden folders; sorted by path. */
    public List<FileStatus> files(String folder) throws IOException {
        Path root = fs.makeQualified(new Path(folder));
        List<FileStatus> files = new ArrayList<>();
        if (!fs.exists(root)) {
            return files;
        }
        RemoteIterator<LocatedFileStatus> all = fs.listFiles(root, true);
        while (all.hasNext()) {
            FileStatus file = all.next();
            if (!hidden(file.getPath(), root)) {
                files.add(file);
            }
        }
        files.sort((a, b) -> a.getPath().compareTo(b.getPath()));
        return files;
    }

    /** Every line of the text files below a folder, without its line feed. */
    public void lines(String folder, Consumer<byte[]> reader) throws IOException {
        for (FileStatus file : files(folder)) {
            try (InputStream in = new BufferedInputStream(fs.open(file.getPath()), 1 << 16)) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                for (int b = in.read(); b >= 0; b = in.read()) {
                    if (b == '\n') {
                        reader.accept(line.toByteArray());
                        line.reset();
                    } else {
                        line.write(b);
                    }
                }
                if (line.size() > 0) {
                    reader.accept(line.toByteArray());
                }
            }
        }
    }

    /** Every row of the Parquet files below a folder. */
    public void rows(String folder, Consumer<Group> reader) throws IOException {
        for (FileStatus file : files(folder)) {
            try (ParquetReader<Group> rows = ParquetReader.builder(new GroupReadSupport(), file.getPath())
                    .withConf(new Configuration(fs.getConf()))
                    .build()) {
                for (Group row = rows.read(); row != null; row = rows.read()) {
                    reader.accept(row);
                }
            }
        }
    }

    /** The {@code NAME<TAB>count} lines of a MapReduce result. */
    public Map<String, Long> counts(String folder) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        lines(folder, line -> {
            String[] fields = new String(line, java.nio.charset.StandardCharsets.UTF_8).split("\t");
            counts.merge(fields[0], Long.parseLong(fields[fields.length - 1]), Long::sum);
        });
        return counts;
    }

    @Override
    public void close() throws IOException {
        fs.close();
    }

    private static boolean hidden(Path file, Path root) {
        for (Path at = file; at != null && !at.equals(root); at = at.getParent()) {
            if (at.getName().startsWith("_") || at.getName().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
