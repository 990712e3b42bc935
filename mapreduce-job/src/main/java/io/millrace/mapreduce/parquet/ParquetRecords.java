package io.millrace.mapreduce.parquet;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** The records of a Parquet file with all their columns, as JSON; for people, not for speed. Not thread-safe. */
public final class ParquetRecords implements Closeable {
    private final ParquetFileReader file;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private RecordReader<Group> group;
    private long left;

    private ParquetRecords(ParquetFileReader file) {
        this.file = file;
        this.schema = file.getFooter().getFileMetaData().getSchema();
        this.columns = new ColumnIOFactory(file.getFooter().getFileMetaData().getCreatedBy()).getColumnIO(schema);
    }

    /**
     * Opens a file and reads its footer.
     *
     * @throws IOException if it cannot be read, or is no Parquet file
     */
    public static ParquetRecords open(Configuration configuration, Path path) throws IOException {
        ParquetReadOptions options = HadoopReadOptions.builder(configuration, path)
                .withCodecFactory(new JavaCodecs(configuration))
                .build();
        try {
            return new ParquetRecords(ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration), options));
        } catch (RuntimeException e) {
            // Parquet's own way to say that it does not find its mark at the end.
            throw new IOException(path + " is no whole Parquet file, must be one; text is shown by hdfs dfs -text", e);
        }
    }

    /** How many records there are. */
    public long rows() {
        return file.getRecordCount();
    }

    /** In how many row groups they stand. */
    public int rowGroups() {
        return file.getRowGroups().size();
    }

    /** The columns as Parquet writes them, a line for each. */
    public String schema() {
        // Without the numbers by which tables know columns.
        return schema.toString().replaceAll(" = \\d+(?=[; ])", "");
    }

    /** Writes the next record; false if there is none. */
    public boolean next(JsonGenerator json) throws IOException {
        while (left == 0) {
            PageReadStore pages = file.readNextRowGroup();
            if (pages == null) {
                return false;
            }
            left = pages.getRowCount();
            group = columns.getRecordReader(pages, new GroupRecordConverter(schema));
        }
        left--;
        ParquetJson.object(group.read(), schema, json);
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
