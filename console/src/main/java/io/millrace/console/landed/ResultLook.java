package io.millrace.console.landed;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads what MapReduce jobs wrote as text: part files of lines whose columns have a tab between them. Thread-safe. */
public final class ResultLook {
    /** Shown in part if it has more; a breakdown by the minute has 1,440 labels a day. */
    private static final int MOST_ROWS = 20_000;

    private static final int LONGEST_LINE = 10_000;
    private static final Pattern PART = Pattern.compile("part-[rm]-\\d{5,}");

    private final Hdfs hdfs;
    private final FolderLook folders;

    ResultLook(Hdfs hdfs, FolderLook folders) {
        this.hdfs = hdfs;
        this.folders = folders;
    }

    /**
     * A result.
     *
     * @param folder its path
     * @param written when the job ended, milliseconds since 1970
     * @param rows the columns of each line
     * @param all false if it has more lines
     */
    public record Result(String folder, long written, List<List<String>> rows, boolean all) {
        public Result {
            rows = List.copyOf(rows);
        }
    }

    /** True of a file that a job's task wrote as text. */
    static boolean isPart(String name) {
        return PART.matcher(name).matches();
    }

    /** The result in this folder. */
    public Result look(String folder) throws IOException {
        FileSystem fs = hdfs.fileSystem();
        Path path = folders.checked(folder);
        FileStatus[] entries;
        try {
            entries = fs.listStatus(path);
        } catch (FileNotFoundException e) {
            throw new FolderLook.NotThereException("There is no folder " + folder + ".");
        }
        List<FileStatus> parts = Arrays.stream(entries)
                .filter(entry -> entry.isFile() && isPart(entry.getPath().getName()))
                .sorted(Comparator.comparing(FileStatus::getPath))
                .toList();
        if (parts.isEmpty()) {
            throw new FolderLook.NotThereException("The folder " + folder + " holds no result of a job.");
        }
        long written =
                parts.stream().mapToLong(FileStatus::getModificationTime).max().orElse(0);
        List<List<String>> rows = new ArrayList<>();
        boolean all = true;
        for (FileStatus part : parts) {
            all &= read(fs, part.getPath(), rows);
        }
        return new Result(folder, written, rows, all);
    }

    /** Returns false if it holds more than is taken. */
    private static boolean read(FileSystem fs, Path part, List<List<String>> rows) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(fs.open(part), StandardCharsets.UTF_8), LONGEST_LINE)) {
            StringBuilder line = new StringBuilder();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (rows.size() == MOST_ROWS) {
                    return false;
                }
                if (next == '\n') {
                    rows.add(List.of(line.toString().split("\t", -1)));
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append((char) next);
                }
            }
            if (!line.isEmpty() && rows.size() < MOST_ROWS) {
                rows.add(List.of(line.toString().split("\t", -1)));
            }
            return true;
        }
    }
}
