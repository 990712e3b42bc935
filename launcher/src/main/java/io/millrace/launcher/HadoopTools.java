package io.millrace.launcher;

import io.millrace.launcher.process.Jvm;
import io.millrace.launcher.servers.Folders;
import io.millrace.launcher.servers.Home;
import io.millrace.launcher.servers.StackFiles;
import io.millrace.launcher.servers.StackLogging;
import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.cli.ServiceException;
import io.millrace.stack.EmbeddedHdfs;
import io.millrace.stack.StackLock;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs Hadoop's own tools against HADOOP_CONF_DIR's cluster, else the running embedded stack, else the data that it left, else
 * none: local files need no servers.
 */
final class HadoopTools {
    private static final int HEAP_MEBIBYTES = 512;
    private static final Duration LOOK_UP = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);

    private final Home home;
    private final ShutdownSignal stop;
    private final PrintWriter err;

    HadoopTools(Home home, ShutdownSignal stop, PrintWriter err) {
        this.home = home;
        this.stop = stop;
        this.err = err;
    }

    /**
     * Runs a tool to its end.
     *
     * @param tool the class to run and its arguments
     * @param paths those of the arguments that may be paths
     * @return its exit status
     */
    int run(List<String> tool, List<String> paths) throws IOException, InterruptedException {
        Optional<Path> named = namedConfiguration();
        Optional<Path> folder = named.map(Path::getParent).filter(HadoopTools::holdsData);
        if (named.isPresent() && folder.isEmpty()) {
            return process(named.get(), tool);
        }
        if (allLocal(paths)) {
            return withoutServers(tool, "no server is asked where all paths are local");
        }
        List<Path> candidates = folder.map(List::of).orElseGet(this::candidates);
        Optional<Path> data = folder.or(() -> newest(candidates));
        if (data.isEmpty()) {
            return withoutServers(
                    tool,
                    "no HDFS data in " + candidates.stream().map(Path::toString).collect(Collectors.joining(" or "))
                            + ", must be made first by ./millrace up or ./millrace demo --keep, or set HADOOP_CONF_DIR");
        }
        return onData(data.get(), tool);
    }

    private int onData(Path folder, List<String> tool) throws IOException, InterruptedException {
        StackFiles files = new StackFiles(folder);
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        for (boolean told = false; ; told = true) {
            if (files.running().isPresent()) {
                return process(files.conf(), tool);
            }
            try (StackLock lock = StackLock.tryClaim(folder).orElse(null)) {
                if (lock != null) {
                    return onKeptData(files, tool);
                }
            }
            if (!told) {
                err.println("The servers over " + folder + " are starting or stopping; waiting for them ...");
                err.flush();
            }
            if (stop.await(LOOK_UP)) {
                return 1;
            }
            if (System.nanoTime() > deadline) {
                throw new ServiceException(
                        "data folder " + folder + " is in use by another process, and its servers do not"
                                + " run after " + LONGEST_WAIT.toSeconds() + " s");
            }
        }
    }

    /** Nobody runs it: serves the kept data for the time of this one command. */
    private int onKeptData(StackFiles files, List<String> tool) throws IOException, InterruptedException {
        StackLogging.into(files.logs());
        files.announceStart("hdfs");
        try (EmbeddedHdfs hdfs = new EmbeddedHdfs(files.folder().resolve("hdfs"), 0, 0, 1, Map.of())) {
            hdfs.start();
            files.writeHadoopConf(hdfs.clientSettings());
            return process(files.conf(), tool);
        }
    }

    /** Local paths work; who asks for HDFS all the same gets the sentence. */
    private int withoutServers(List<String> tool, String reason) throws IOException, InterruptedException {
        Path conf = Files.createTempDirectory("millrace-conf");
        try {
            new StackFiles(conf)
                    .writeHadoopConf(Map.of(
                            "fs.defaultFS",
                            "hdfs://none",
                            "fs.hdfs.impl",
                            NoHdfs.class.getName(),
                            NoHdfs.REASON,
                            reason,
                            // A job asks the default file system for its working folder if nothing names one.
                            "mapreduce.job.working.dir",
                            "/"));
            return process(new StackFiles(conf).conf(), tool);
        } finally {
            Folders.delete(conf);
        }
    }

    private int process(Path conf, List<String> tool) throws IOException, InterruptedException {
        if (!Files.isDirectory(conf)) {
            throw new ServiceException("HADOOP_CONF_DIR is '" + conf + "', must be a folder with core-site.xml");
        }
        List<String> command =
                new ArrayList<>(Jvm.command(HEAP_MEBIBYTES, "-cp", conf + File.pathSeparator + home.classPath()));
        command.addAll(tool);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        // A tool of ours leaves Ctrl-C to this process, and tidies up when it is told to stop.
        builder.environment()
                .put(
                        "MILLRACE_STOP_WITH_PROCESS",
                        String.valueOf(ProcessHandle.current().pid()));
        Process process = builder.start();
        stop.onRequest(process::destroy);
        return process.waitFor();
    }

    private static Optional<Path> namedConfiguration() {
        return Optional.ofNullable(System.getenv("HADOOP_CONF_DIR"))
                .filter(name -> !name.isBlank())
                .map(name -> Path.of(name).toAbsolutePath().normalize());
    }

    private List<Path> candidates() {
        String named = System.getenv("MILLRACE_DATA");
        return named != null && !named.isBlank()
                ? List.of(Path.of(named).toAbsolutePath().normalize())
                : List.of(home.upFolder(), home.demoFolder());
    }

    /** What runs, else what was used last. */
    private static Optional<Path> newest(List<Path> candidates) {
        List<Path> found = candidates.stream().filter(HadoopTools::holdsData).toList();
        return Stream.concat(
                        found.stream()
                                .filter(folder -> new StackFiles(folder).owner().isPresent()),
                        found.stream()
                                .sorted(Comparator.comparing(HadoopTools::lastUse)
                                        .reversed()))
                .findFirst();
    }

    /** The lock tells it from a folder of somebody else's cluster. */
    private static boolean holdsData(Path folder) {
        return Files.isDirectory(folder.resolve("hdfs")) && Files.isRegularFile(folder.resolve("stack.lock"));
    }

    private static long lastUse(Path folder) {
        return folder.resolve("owner.json").toFile().lastModified();
    }

    /** At least one path says that it is local, and no other could mean one in HDFS. */
    private static boolean allLocal(List<String> paths) {
        return paths.stream().anyMatch(path -> path.startsWith("file:"))
                && paths.stream().noneMatch(path -> path.startsWith("/") || path.contains("hdfs:"));
    }
}
