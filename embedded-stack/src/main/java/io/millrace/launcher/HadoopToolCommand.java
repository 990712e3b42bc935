package io.millrace.launcher;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * Hadoop's own tools against HADOOP_CONF_DIR's cluster, else the running embedded stack, else the data that it left.
 */
abstract class HadoopToolCommand implements Callable<Integer> {
    private final Home home;
    private final ShutdownSignal stop;

    HadoopToolCommand(Home home, ShutdownSignal stop) {
        this.home = home;
        this.stop = stop;
    }

    /** The class to run and its arguments. */
    abstract List<String> tool();

    @Override
    public Integer call() throws Exception {
        List<String> tool = tool();
        String confDir = System.getenv("HADOOP_CONF_DIR");
        if (confDir != null && !confDir.isBlank()) {
            return run(Path.of(confDir), tool);
        }
        Path folder = dataFolder();
        StackFiles files = new StackFiles(folder);
        try (StackLock lock = StackLock.tryClaim(folder).orElse(null)) {
            if (lock == null) {
                return run(files.conf(), tool);
            }
            // Nobody runs it: serve the kept data for the time of this one command.
            StackLogging.into(files.logs());
            try (EmbeddedHdfs hdfs = new EmbeddedHdfs(folder.resolve("hdfs"), 0, 0, 1, Map.of())) {
                hdfs.start();
                files.writeHadoopConf(hdfs.clientSettings());
                return run(files.conf(), tool);
            }
        }
    }

    private Path dataFolder() {
        String named = System.getenv("MILLRACE_DATA");
        List<Path> candidates = named != null && !named.isBlank()
                ? List.of(Path.of(named))
                : List.of(home.upFolder(), home.demoFolder());
        List<Path> found = candidates.stream()
                .filter(folder -> Files.isDirectory(folder.resolve("hdfs")))
                .toList();
        return Stream.concat(
                        found.stream().filter(StackLock::isHeld),
                        found.stream()
                                .sorted(Comparator.comparing(HadoopToolCommand::lastUse)
                                        .reversed()))
                .findFirst()
                .orElseThrow(() -> new ServiceException("no HDFS data in " + candidates
                        + ", must be made first by ./millrace up or ./millrace demo --keep, or set HADOOP_CONF_DIR"));
    }

    private static long lastUse(Path folder) {
        return folder.resolve("stack.json").toFile().lastModified();
    }

    private int run(Path conf, List<String> tool) throws IOException, InterruptedException {
        if (!Files.isDirectory(conf)) {
            throw new ServiceException("HADOOP_CONF_DIR is '" + conf + "', must be a folder with core-site.xml");
        }
        List<String> command =
                new ArrayList<>(Jvm.command(512, "-cp", conf + java.io.File.pathSeparator + home.hadoopClassPath()));
        command.addAll(tool);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        Process process = builder.start();
        stop.onRequest(process::destroy);
        return process.waitFor();
    }

    /** {@code ./millrace hdfs dfs|dfsadmin|fsck ...}. */
    @Command(
            name = "hdfs",
            description = "Hadoop's own file system shell: hdfs dfs -ls -R /",
            footerHeading = "%nFor example:%n",
            footer = {
                "  ./millrace hdfs dfs -ls -R /",
                "  ./millrace hdfs dfs -cat '/user/kafka/logs/*'",
                "  ./millrace hdfs fsck /"
            })
    static final class Hdfs extends HadoopToolCommand {
        @Parameters(
                index = "0",
                paramLabel = "dfs|dfsadmin|fsck",
                description = "Which tool; what follows are its own arguments.")
        private String tool;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        Hdfs(Home home, ShutdownSignal stop) {
            super(home, stop);
        }

        @Override
        List<String> tool() {
            String main = switch (tool) {
                case "dfs" -> "org.apache.hadoop.fs.FsShell";
                case "dfsadmin" -> "org.apache.hadoop.hdfs.tools.DFSAdmin";
                case "fsck" -> "org.apache.hadoop.hdfs.tools.DFSck";
                default -> throw new ServiceException("hdfs command is '" + tool + "', must be dfs, dfsadmin or fsck");
            };
            return Stream.concat(Stream.of(main), arguments.stream()).toList();
        }
    }

    /** {@code ./millrace hadoop jar|fs ...}. */
    @Command(
            name = "hadoop",
            description = "Hadoop's own job runner: hadoop jar JOB.jar ...",
            footerHeading = "%nFor example:%n",
            footer = {
                "  ./millrace hadoop jar mapreduce-job/target/mapreduce-job.jar levels /user/kafka/logs /user/kafka/logs_out"
            })
    static final class Hadoop extends HadoopToolCommand {
        @Parameters(index = "0", paramLabel = "jar|fs", description = "Which tool; what follows are its own arguments.")
        private String tool;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        Hadoop(Home home, ShutdownSignal stop) {
            super(home, stop);
        }

        @Override
        List<String> tool() {
            String main = switch (tool) {
                case "jar" -> "org.apache.hadoop.util.RunJar";
                case "fs" -> "org.apache.hadoop.fs.FsShell";
                default -> throw new ServiceException("hadoop command is '" + tool + "', must be jar or fs");
            };
            return Stream.concat(Stream.of(main), arguments.stream()).toList();
        }
    }
}
