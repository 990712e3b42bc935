package io.millrace.mapreduce.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.mapreduce.input.InputFile;
import io.millrace.mapreduce.input.InputListing;
import io.millrace.mapreduce.parquet.ParquetRecords;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is in Parquet files. */
@Command(
        name = "show",
        description = "Shows the rows of Parquet files as JSON, one on each line, or what columns they have.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ShowCommand extends HadoopCommand {
    @Parameters(
            arity = "1..*",
            hideParamSyntax = true,
            paramLabel = "PATH...",
            description = "Files, or folders of them (patterns allowed).")
    private List<String> paths;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "${env:SHOW_ROWS:-20}",
            description = "How many rows to show, of all files together; 0 for all [SHOW_ROWS]. Default: 20")
    private long most;

    @Option(
            names = "--describe",
            defaultValue = "${env:SHOW_DESCRIBE:-false}",
            fallbackValue = "true",
            description =
                    "Show columns, rows and row groups of each file in place of its rows [SHOW_DESCRIBE]. Default:"
                            + " false")
    private boolean schema;

    @Override
    public Integer call() throws IOException {
        if (most < 0) {
            throw wrong("--rows is " + most + ", must not be negative");
        }
        List<InputFile> files =
                InputListing.list(configuration(), paths.stream().map(Path::new).toList());
        if (files.isEmpty()) {
            throw new JobFailedException(String.join(", ", paths) + ": no file with anything in it");
        }
        long shown = 0;
        long all = 0;
        for (InputFile file : files) {
            try (ParquetRecords records = ParquetRecords.open(configuration(), new Path(file.path()))) {
                all += records.rows();
                if (schema) {
                    out().println(file.path() + ": " + counted(records.rows(), "row") + ", "
                            + counted(records.rowGroups(), "row group"));
                    out().print(records.schema());
                } else {
                    shown += show(records, most == 0 ? Long.MAX_VALUE : most - shown);
                }
            }
            // True if whoever read our output is gone, such as head.
            if (out().checkError()) {
                return CommandLine.ExitCode.OK;
            }
        }
        if (!schema) {
            err().println(String.format(Locale.ROOT, "%,d of ", shown) + counted(all, "row") + " in "
                    + counted(files.size(), "file") + (shown < all ? "; --rows 0 shows all" : ""));
            err().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private long show(ParquetRecords records, long atMost) throws IOException {
        long shown = 0;
        while (shown < atMost && !out().checkError()) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json =
                    new JsonFactory().createGenerator(line).enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)) {
                if (!records.next(json)) {
                    return shown;
                }
            }
            out().println(line);
            shown++;
        }
        return shown;
    }

    private static String counted(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
    }
}
