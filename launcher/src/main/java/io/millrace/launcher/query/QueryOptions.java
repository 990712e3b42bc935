package io.millrace.launcher.query;

import io.millrace.runtime.cli.DataSize;
import io.millrace.runtime.cli.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a query may be told. */
public final class QueryOptions {
    @Parameters(
            paramLabel = "SQL",
            hideParamSyntax = true,
            arity = "0..1",
            description =
                    "The statement. Without one it asks for them; several, each ended by ';', are read from a pipe.")
    String sql;

    @Option(names = "--csv", description = "Write CSV in place of a table.")
    boolean csv;

    @Option(names = "--json", description = "Write a JSON object on each line in place of a table.")
    boolean json;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many rows a table shows; 0 for all. Default: ${DEFAULT-VALUE}")
    long rows;

    @Option(
            names = "--below",
            paramLabel = "FOLDER",
            defaultValue = "/user",
            description = "Folder below which the sinks' folders are looked for. Default: ${DEFAULT-VALUE}")
    String below;

    @Option(
            names = "--folder",
            paramLabel = "NAME=FOLDER",
            description = "A folder to ask as a table of this name, whoever wrote it. May be given several times.")
    Map<String, String> roots = new LinkedHashMap<>();

    @Option(
            names = "--max-copied-bytes",
            paramLabel = "SIZE",
            defaultValue = "4GiB",
            converter = DataSize.Converter.class,
            description =
                    "How much of HDFS may be copied to this machine's disk for the query. Default: ${DEFAULT-VALUE}")
    DataSize most;

    /** Says all that is wrong with them. */
    public void check() {
        Problems problems = new Problems()
                .require(rows >= 0, "--rows", rows, "must not be negative")
                .require(!(csv && json), "--csv --json", "both", "must be one of them");
        roots.keySet()
                .forEach(name -> problems.require(
                        LandedRoots.word(name).equals(name) && !name.equals(Engine.LIST),
                        "the name in --folder",
                        name,
                        "must be of small letters, digits and _, not begin with a digit, and not be landed"));
        problems.throwIfAny();
    }

    /** The folders that were named. */
    public java.util.List<String> folders() {
        return java.util.List.copyOf(roots.values());
    }

    ResultForm form() {
        if (csv) {
            return new CsvForm();
        }
        return json ? new JsonForm() : new TableForm(rows == 0 ? Long.MAX_VALUE : rows);
    }
}
