package io.millrace.mapreduce.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.mapreduce.MillraceJobs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A run of the job jar's command line in this JVM, and what it printed. */
record Console(int status, String out, String err) {
    static Console run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = MillraceJobs.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        return new Console(status, out.toString(), err.toString());
    }

    /** Runs {@code levels} with these options, whether it ends well or not. */
    static Console levels(Path input, Path output, Object... options) {
        List<Object> args = new ArrayList<>(List.of("levels"));
        args.addAll(List.of(options));
        args.addAll(List.of(input, output));
        return run(args.toArray());
    }

    /** Runs {@code levels} with these options to a good end. */
    static Console counted(Path input, Path output, Object... options) {
        Console console = levels(input, output, options);
        assertThat(console.status()).as(console.err()).isZero();
        return console;
    }

    /** The part files of an output folder, as counts by everything before the last tab. */
    static Map<String, Long> counts(Path output) {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : lines(output)) {
            int tab = line.lastIndexOf('\t');
            counts.put(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)));
        }
        return counts;
    }

    /** The lines of the part files of an output folder. */
    static List<String> lines(Path output) {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().startsWith("part-")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
