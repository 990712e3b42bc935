package io.millrace.launcher;

import io.millrace.launcher.query.QueryOptions;
import io.millrace.launcher.query.QueryTool;
import io.millrace.launcher.servers.Home;
import io.millrace.runtime.ShutdownSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./millrace query "SELECT ..."}: SQL over what landed. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Asks what landed by SQL (DuckDB's). Each folder that a sink wrote is a table, named by its last part.",
            "Looks where 'hdfs' looks: in the running servers, else in the data that they left. Copies the files of the tables"
                    + " that a statement names to this machine, and deletes them at its end."
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  ./millrace query \"SELECT * FROM landed\"",
            "  ./millrace query \"SELECT device_id, count(*), avg(value) FROM iot GROUP BY 1 ORDER BY 2 DESC\"",
            "  ./millrace query --csv \"SELECT * FROM logs WHERE line LIKE '%%ERROR%%'\""
        })
final class QueryCommand implements Callable<Integer> {
    @Mixin
    private QueryOptions options;

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;

    QueryCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        List<String> tool = new ArrayList<>(List.of(QueryTool.class.getName()));
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        // With the words before the command; what follows is the tool's, which takes the same options.
        tool.addAll(words.subList(words.indexOf(spec.name()) + 1, words.size()));
        return new HadoopTools(home, stop, spec.commandLine().getErr()).run(tool, options.folders());
    }
}
