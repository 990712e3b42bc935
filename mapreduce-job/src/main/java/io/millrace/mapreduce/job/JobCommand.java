package io.millrace.mapreduce.job;

import java.util.List;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Parameters;

/** What the jobs share: the paths that they read and the folder that they make. */
abstract class JobCommand extends HadoopCommand {
    @Parameters(
            arity = "1..*",
            hideParamSyntax = true,
            paramLabel = "INPUT... OUTPUT",
            description = "Files or folders to read (patterns allowed), and the folder to create for the result.")
    private List<String> paths;

    /** What to read. */
    final List<Path> inputs() {
        requireOutput();
        return paths.subList(0, paths.size() - 1).stream().map(Path::new).toList();
    }

    /** All paths that were given, for what makes no folder. */
    final List<Path> allPaths() {
        return paths.stream().map(Path::new).toList();
    }

    private void requireOutput() {
        if (paths.size() < 2) {
            throw wrong(
                    "INPUT... OUTPUT is incomplete, must be at least one input and the output, which the job makes");
        }
    }

    /** The folder to create. */
    final Path output() {
        requireOutput();
        return new Path(paths.get(paths.size() - 1));
    }
}
