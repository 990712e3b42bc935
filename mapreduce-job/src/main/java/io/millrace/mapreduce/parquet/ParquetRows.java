package io.millrace.mapreduce.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The rows of a Parquet file, as a few of its top-level columns. One row after the other; nothing is read back. */
public final class ParquetRows implements Closeable {
    private final ParquetFileReader file;
    private final MessageType schema;
    private MessageType projection = new MessageType("rows");
    private ColumnReader[] readers = new ColumnReader[0];
    private ParquetColumn[] columns = new ParquetColumn[0];
    private long rowsLeft;
    private boolean current;

    private ParquetRows(ParquetFileReader file) {
        this.file = file;
        this.schema = file.getFooter().getFileMetaData().getSchema();
    }

    /** Opens a file and reads its footer. */
    public static ParquetRows open(Configuration configuration, Path path) throws IOException {
        ParquetReadOptions options = HadoopReadOptions.builder(configuration, path)
                .withCodecFactory(new JavaCodecs(configuration))
                .build();
        return new ParquetRows(ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration), options));
    }

    /** The first of these names that is a plain column of the file. */
    public Optional<String> firstOf(List<String> names) {
        return names.stream().filter(this::has).findFirst();
    }

    /** Whether the file has a plain column of this name: top-level, not repeated, not nested. */
    public boolean has(String name) {
        return schema.containsField(name)
                && schema.getType(name).isPrimitive()
                && !schema.getType(name).isRepetition(Type.Repetition.REPEATED);
    }

    /** Names of the file's columns, for messages. */
    public List<String> names() {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /** Whether the column may hold nulls, as far as the file's statistics tell. */
    public boolean mayHoldNulls(String name) {
        if (schema.getType(name).isRepetition(Type.Repetition.REQUIRED)) {
            return false;
        }
        return file.getFooter().getBlocks().stream()
                .flatMap(block -> block.getColumns().stream())
                .filter(chunk -> chunk.getPath().toDotString().equals(name))
                .anyMatch(chunk -> chunk.getStatistics() == null
                        || !chunk.getStatistics().isNumNullsSet()
                        || chunk.getStatistics().getNumNulls() > 0);
    }

    /** Chooses the columns to read, in this order; to be called once, before the first {@link #next}. */
    public List<ParquetColumn> select(List<String> names) {
        projection = new MessageType("rows", names.stream().map(schema::getType).toList());
        file.setRequestedSchema(projection);
        columns = names.stream()
                .map(name -> new ParquetColumn(schema.getType(name).asPrimitiveType()))
                .toArray(ParquetColumn[]::new);
        return List.of(columns);
    }

    /** Moves to the next row; false after the last. */
    public boolean next() throws IOException {
        if (current) {
            for (ColumnReader reader : readers) {
                reader.consume();
            }
        }
        while (rowsLeft == 0) {
            PageReadStore group = file.readNextRowGroup();
            if (group == null) {
                return false;
            }
            rowsLeft = group.getRowCount();
            ColumnReadStoreImpl store = new ColumnReadStoreImpl(
                    group,
                    new PlainConverter(projection.getFieldCount()),
                    projection,
                    file.getFooter().getFileMetaData().getCreatedBy());
            List<ColumnReader> opened = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                ColumnDescriptor descriptor = projection.getColumns().get(i);
                ColumnReader reader = store.getColumnReader(descriptor);
                columns[i].reads(reader, descriptor.getMaxDefinitionLevel());
                opened.add(reader);
            }
            readers = opened.toArray(ColumnReader[]::new);
        }
        rowsLeft--;
        current = true;
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Parquet asks for a converter per column although the columns are read directly. */
    private static final class PlainConverter extends GroupConverter {
        private final Converter[] fields;

        PlainConverter(int count) {
            fields = new Converter[count];
            for (int i = 0; i < count; i++) {
                fields[i] = new PrimitiveConverter() {};
            }
        }

        @Override
        public Converter getConverter(int index) {
            return fields[index];
        }

        @Override
        public void start() {
            // Rows are not assembled.
        }

        @Override
        public void end() {
            // Rows are not assembled.
        }
    }
}
