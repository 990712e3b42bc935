package io.millrace.launcher;

import io.millrace.launcher.servers.Home;
import io.millrace.runtime.ShutdownSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./millrace hdfs TOOL ...} and {@code ./millrace hadoop TOOL ...}: the tool's name, then whatever it takes itself. */
abstract class HadoopToolCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "TOOL [ARGUMENT...]",
            hideParamSyntax = true,
            arity = "1..*",
            description = "Which tool, and its own arguments: see below.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help; that of a tool is its own (hdfs dfs -help).")
    @SuppressWarnings("UnusedVariable") // picocli itself looks at it
    private boolean help;

    @Spec
    private CommandSpec spec;

    private final Home home;
    private final ShutdownSignal stop;
    private final Map<String, String> classes;

    /**
     * @param classes the tools by name, with the class that runs each
     */
    HadoopToolCommand(Home home, ShutdownSignal stop, Map<String, String> classes) {
        this.home = home;
        this.stop = stop;
        this.classes = classes;
    }

    @Override
    public Integer call() throws Exception {
        String name = words.get(0);
        String main = classes.get(name);
        if (main == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    spec.name() + " tool is '" + name + "', must be one of "
                            + String.join(
                                    ", ", classes.keySet().stream().sorted().toList()));
        }
        List<String> tool = new ArrayList<>(List.of(main));
        tool.addAll(words.subList(1, words.size()));
        return new HadoopTools(home, stop, spec.commandLine().getErr()).run(tool, paths(name));
    }

    /** A job's jar is a local file whatever else it reads, and its options name local files as well. */
    private List<String> paths(String name) {
        List<String> paths = new ArrayList<>();
        for (int i = name.equals("jar") ? 2 : 1; i < words.size(); i++) {
            if (words.get(i).equals("--chart")) {
                i++;
            } else {
                paths.add(words.get(i));
            }
        }
        return paths;
    }

    /** {@code ./millrace hdfs dfs|dfsadmin|fsck ...}. */
    @Command(
            name = "hdfs",
            description = "Hadoop's own file system shell: hdfs dfs -ls -R /",
            footerHeading = "%nTools:%n",
            footer = {
                "  dfs       lists, reads and writes files",
                "  dfsadmin  the servers' state: hdfs dfsadmin -report",
                "  fsck      checks that all blocks are there",
                "",
                "They ask the cluster of HADOOP_CONF_DIR, else the servers of ./millrace up while they run, else the data that"
                        + " up or demo --keep left, or that of MILLRACE_DATA. Files on this disk are named as file:/...",
                "",
                "For example:",
                "  ./millrace hdfs dfs -ls /user/kafka/logs",
                "  ./millrace hdfs dfs -cat '/user/kafka/logs/*'",
                "  ./millrace hdfs fsck /"
            })
    static final class Hdfs extends HadoopToolCommand {
        Hdfs(Home home, ShutdownSignal stop) {
            super(
                    home,
                    stop,
                    Map.of(
                            "dfs", "org.apache.hadoop.fs.FsShell",
                            "dfsadmin", "org.apache.hadoop.hdfs.tools.DFSAdmin",
                            "fsck", "org.apache.hadoop.hdfs.tools.DFSck"));
        }
    }

    /** {@code ./millrace hadoop jar|fs ...}. */
    @Command(
            name = "hadoop",
            description = "Hadoop's own job runner: hadoop jar JOB.jar ...",
            footerHeading = "%nTools:%n",
            footer = {
                "  jar       runs a job: the jar, then the job's own arguments",
                "  fs        as hdfs dfs",
                "",
                "For example:",
                "  ./millrace hadoop jar mapreduce-job/target/mapreduce-job.jar levels /user/kafka/logs /user/kafka/levels"
            })
    static final class Hadoop extends HadoopToolCommand {
        Hadoop(Home home, ShutdownSignal stop) {
            super(home, stop, Map.of("jar", "org.apache.hadoop.util.RunJar", "fs", "org.apache.hadoop.fs.FsShell"));
        }
    }
}
