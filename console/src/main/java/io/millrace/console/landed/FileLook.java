package io.millrace.console.landed;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Looks into a file that landed: its columns, row groups and first rows, or its first lines. Thread-safe. */
public final class FileLook {
    private static final long MOST_FOOTER = 16 << 20;
    private static final long MOST_ROW_GROUP = 64 << 20;
    private static final int MOST_ROWS = 50;
    private static final int MOST_LINES = 100;
    private static final int MOST_BYTES = 256 << 10;
    private static final int MOST_CHARACTERS = 2_000;

    private final Hdfs hdfs;
    private final FolderLook folders;

    public FileLook(Hdfs hdfs) {
        this.hdfs = hdfs;
        this.folders = new FolderLook(hdfs);
    }

    /**
     * A file.
     *
     * @param kind {@code parquet}, {@code lines} or {@code other}
     * @param rows how many it holds; null where that would take reading all of it
     * @param first values of the first rows, as text; null for files without columns
     * @param lines the first lines; null for files of columns
     * @param problem why it cannot be shown; null if it can
     */
    public record LandedFile(
            String path,
            long length,
            long modified,
            String kind,
            Long rows,
            List<Column> columns,
            List<RowGroup> rowGroups,
            List<List<String>> first,
            List<String> lines,
            String problem) {
        public LandedFile {
            columns = List.copyOf(columns);
            rowGroups = List.copyOf(rowGroups);
        }
    }

    /** A column, its type in Parquet's words. */
    public record Column(String name, String type) {}

    /** A row group: its rows, and its bytes before compression. */
    public record RowGroup(long rows, long bytes) {}

    /** Looks at the file; one at a time, since a row group is read whole. */
    public synchronized LandedFile look(String path) throws IOException {
        Path checked = folders.checked(path);
        FileSystem fs = hdfs.fileSystem();
        FileStatus status;
        try {
            status = fs.getFileStatus(checked);
        } catch (FileNotFoundException e) {
            throw new FolderLook.NotThereException("There is no file " + path + ".");
        }
        if (status.isDirectory()) {
            throw new FolderLook.NotThereException(path + " is a folder.");
        }
        String name = checked.getName().toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith(".parquet")) {
                return parquet(fs, status);
            }
            if (name.endsWith(".avro") || name.endsWith(".orc")) {
                return other(status, "Files of this kind are not read here; ./millrace hdfs dfs -text shows them.");
            }
            return lines(fs, status);
        } catch (IOException | RuntimeException e) {
            return other(status, "The file cannot be read: " + e.getMessage());
        }
    }

    private static LandedFile other(FileStatus status, String problem) {
        return new LandedFile(
                plain(status),
                status.getLen(),
                status.getModificationTime(),
                "other",
                null,
                List.of(),
                List.of(),
                null,
                null,
                problem);
    }

    private static LandedFile parquet(FileSystem fs, FileStatus status) throws IOException {
        Configuration conf = new Configuration(fs.getConf());
        MessageType schema;
        List<RowGroup> groups = new ArrayList<>();
        long rows = 0;
        long firstGroup = 0;
        if (footerBytes(fs, status) > MOST_FOOTER) {
            return other(status, "The file cannot be shown: its footer is longer than 16 MB.");
        }
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, conf))) {
            schema = reader.getFileMetaData().getSchema();
            for (BlockMetaData block : reader.getRowGroups()) {
                firstGroup =
                        groups.isEmpty() ? Math.max(block.getTotalByteSize(), block.getCompressedSize()) : firstGroup;
                groups.add(new RowGroup(block.getRowCount(), block.getTotalByteSize()));
                rows += block.getRowCount();
            }
        }
        List<Column> columns = schema.getFields().stream()
                .map(field -> new Column(field.getName(), type(field)))
                .toList();
        boolean readable = firstGroup <= MOST_ROW_GROUP;
        return new LandedFile(
                plain(status),
                status.getLen(),
                status.getModificationTime(),
                "parquet",
                rows,
                columns,
                groups,
                readable ? firstRows(conf, status, schema) : List.of(),
                null,
                readable
                        ? null
                        : "Rows are not shown: to read one, a row group of more than 64 MB would be read whole.");
    }

    /** The last eight bytes are its length and a mark. Source: https://parquet.apache.org/docs/file-format/ */
    private static long footerBytes(FileSystem fs, FileStatus status) throws IOException {
        byte[] end = new byte[8];
        if (status.getLen() < end.length) {
            throw new IOException("it is too short to be a Parquet file");
        }
        try (FSDataInputStream in = fs.open(status.getPath())) {
            in.readFully(status.getLen() - end.length, end);
        }
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private static List<List<String>> firstRows(Configuration conf, FileStatus status, MessageType schema)
            throws IOException {
        List<List<String>> first = new ArrayList<>();
        try (ParquetReader<Group> reader = ParquetReader.builder(new GroupReadSupport(), status.getPath())
                .withConf(conf)
                .build()) {
            for (Group row = reader.read(); row != null && first.size() < MOST_ROWS; row = reader.read()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < schema.getFieldCount(); i++) {
                    values.add(value(row, i));
                }
                first.add(values);
            }
        }
        return first;
    }

    private static String type(Type field) {
        String repetition = field.isRepetition(Type.Repetition.REPEATED) ? "repeated " : "";
        String optional = field.isRepetition(Type.Repetition.OPTIONAL) ? ", nullable" : "";
        if (!field.isPrimitive()) {
            return repetition + "group" + optional;
        }
        String logical = field.getLogicalTypeAnnotation() == null ? "" : " (" + field.getLogicalTypeAnnotation() + ")";
        return repetition
                + field.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT)
                + logical
                + optional;
    }

    private static String value(Group row, int field) {
        int times = row.getFieldRepetitionCount(field);
        if (times == 0) {
            return null;
        }
        Type type = row.getType().getType(field);
        return start(
                type.isPrimitive()
                        ? row.getValueToString(field, 0)
                        : row.getGroup(field, 0).toString());
    }

    private static LandedFile lines(FileSystem fs, FileStatus status) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(fs.getConf()).getCodec(status.getPath());
        List<String> lines = new ArrayList<>();
        try (InputStream stored = fs.open(status.getPath());
                InputStream in = codec == null ? stored : codec.createInputStream(stored)) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int i = 0; i < bytes.length && lines.size() < MOST_LINES; i++) {
                if (bytes[i] == '\n') {
                    lines.add(start(line.toString(StandardCharsets.UTF_8)));
                    line.reset();
                } else {
                    line.write(bytes[i]);
                }
            }
            if (line.size() > 0 && lines.size() < MOST_LINES) {
                lines.add(start(line.toString(StandardCharsets.UTF_8)));
            }
        }
        return new LandedFile(
                plain(status),
                status.getLen(),
                status.getModificationTime(),
                "lines",
                null,
                List.of(),
                List.of(),
                null,
                lines,
                null);
    }

    private static String plain(FileStatus status) {
        return status.getPath().toUri().getPath();
    }

    private static String start(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
