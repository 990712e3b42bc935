package io.millrace.mapreduce.job;

import io.millrace.mapreduce.input.BadFileException;
import io.millrace.mapreduce.input.ContentKind;
import io.millrace.mapreduce.input.Contents;
import io.millrace.mapreduce.input.InputFile;
import io.millrace.mapreduce.input.InputListing;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LineExplanation;
import io.millrace.mapreduce.level.LineFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Tells how the first lines of files would be counted, and why; runs no job and writes nothing. */
final class LevelsExplanation {
    private static final int LINES = 20;
    private static final int WIDTH = 120;

    private final Configuration configuration;
    private final FormatFinder finder;
    private final PrintWriter out;

    LevelsExplanation(Configuration configuration, FormatFinder finder, PrintWriter out) {
        this.configuration = configuration;
        this.finder = finder;
        this.out = out;
    }

    /**
     * Prints the explanation of all these files.
     *
     * @return whether all of them can be read
     */
    boolean print(List<Path> inputs) throws IOException {
        List<InputFile> files = InputListing.list(configuration, inputs);
        if (files.isEmpty()) {
            throw new JobFailedException(inputs + ": no file with anything in it");
        }
        boolean readable = true;
        for (InputFile file : files) {
            readable &= print(file);
            if (out.checkError()) {
                return readable; // whoever read our output is gone, such as head
            }
        }
        return readable;
    }

    private boolean print(InputFile file) throws IOException {
        try (Contents contents = Contents.open(configuration, new Path(file.path()), FormatFinder.HEAD)) {
            if (contents.kind() == ContentKind.PARQUET) {
                out.println(file.path() + ": Parquet; each row has the level of its column, or what its message shows");
                return true;
            }
            return print(file.path(), contents);
        }
    }

    private boolean print(String path, Contents contents) throws IOException {
        String kind = contents.kind().label();
        try {
            contents.texts((member, in) -> {
                byte[] head = new byte[FormatFinder.HEAD];
                int length = in.readNBytes(head, 0, head.length);
                String name = path + (member.isEmpty() ? "" : "/" + member);
                out.println(contents.kind() == ContentKind.TEXT ? name : name + " (" + kind + ")");
                print(head, length);
            });
            return true;
        } catch (BadFileException e) {
            out.println(path + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
            if (contents.kind() == ContentKind.TEXT || contents.storageFailed()) {
                throw new IOException(path + ": " + Sentences.of(e), e);
            }
            out.println(path + ": damaged or cut short (" + kind + "): " + Sentences.of(e));
        }
        return false;
    }

    private void print(byte[] head, int length) {
        LineFormat format = finder.find(head, length, length < head.length);
        if (!format.hasLevels()) {
            out.println(
                    "  No level was found in the first lines, so each line that is not blank is a record of its own.");
        }
        int number = 0;
        for (LineExplanation line : LineExplanation.of(format, head, length, LINES)) {
            number++;
            String shown =
                    line.line().length() <= WIDTH ? line.line() : line.line().substring(0, WIDTH) + "…";
            out.printf("  %3d  %s%n", number, shown);
            if (line.part()) {
                out.println("       " + line.form());
                continue;
            }
            Optional<String> level = line.level();
            String found = level.isEmpty()
                    ? "NONE"
                    : level.get() + (line.place() > 0 ? " at " + line.place() : ", which is written nowhere");
            out.println("       " + found + ", by " + line.form());
            line.dismissed().forEach(reason -> out.println("       not " + reason));
        }
    }
}
