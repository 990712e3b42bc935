import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Prints station, day and degrees of each row of the named Parquet files, by Parquet's own reader and nothing of ours. */
public final class ReadParquet {
    private ReadParquet() {}

    public static void main(String[] files) throws IOException {
        StringBuilder out = new StringBuilder();
        for (String file : files) {
            try (ParquetReader<Group> reader =
                    ParquetReader.builder(new GroupReadSupport(), new Path(file)).build()) {
                for (Group row = reader.read(); row != null; row = reader.read()) {
                    out.append(row.getString("station_id", 0))
                            .append(' ')
                            .append(day(row))
                            .append(' ')
                            .append(row.getDouble("degrees", 0))
                            .append('\n');
                }
            }
        }
        System.out.print(out);
    }

    private static LocalDate day(Group row) {
        boolean days = row.getType().getType("date").asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        return days
                ? LocalDate.ofEpochDay(row.getInteger("date", 0))
                : LocalDate.ofInstant(Instant.ofEpochMilli(row.getLong("date", 0)), ZoneOffset.UTC);
    }
}
