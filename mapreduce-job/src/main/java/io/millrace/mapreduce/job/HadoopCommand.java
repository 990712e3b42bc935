package io.millrace.mapreduce.job;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: the Hadoop configuration and the console. */
abstract class HadoopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Configuration configuration;

    static void inject(CommandLine line, Configuration configuration) {
        if (line.getCommand() instanceof HadoopCommand command) {
            command.configuration = configuration;
        }
        line.getSubcommands().values().forEach(child -> inject(child, configuration));
    }

    final Configuration configuration() {
        return configuration;
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
