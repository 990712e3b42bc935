package io.millrace.mapreduce.job;

import io.millrace.mapreduce.message.Change;
import io.millrace.mapreduce.message.Template;
import io.millrace.mapreduce.report.Course;
import io.millrace.mapreduce.time.Bursts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Reads back what a job has written. */
final class JobOutput {
    private final Configuration configuration;
    private final Path folder;

    JobOutput(Configuration configuration, Path folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /** The counts of the part files, by key. */
    Map<String, Long> counts() throws IOException {
        return counts(name -> name.startsWith("part-"));
    }

    private Map<String, Long> counts(Predicate<String> names) throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : lines(folder, names)) {
            int tab = line.lastIndexOf('\t');
            counts.merge(line.substring(0, tab), Long.parseLong(line.substring(tab + 1)), Long::sum);
        }
        return counts;
    }

    /** The lines of the part files. */
    List<String> lines() throws IOException {
        return lines(folder, name -> name.startsWith("part-"));
    }

    /** The files left out, with reasons. */
    List<String> skipped() throws IOException {
        return lines(folder, name -> name.startsWith(SumReducer.SKIPPED)).stream()
                .map(line -> line.substring(0, line.lastIndexOf('\t')))
                .toList();
    }

    /** The forms in which no level was found, those with the most records first. */
    List<UnknownForms.Form> unknownForms() throws IOException {
        UnknownForms forms = new UnknownForms();
        for (String line : lines(folder, name -> name.startsWith(SumReducer.UNKNOWN))) {
            int shape = line.indexOf('\t');
            int records = line.lastIndexOf('\t');
            forms.add(new UnknownForms.Form(
                    line.substring(0, shape),
                    line.substring(shape + 1, records),
                    Long.parseLong(line.substring(records + 1))));
        }
        return forms.all();
    }

    /** Records without a time, by level; empty unless a window of time was asked for. */
    Map<String, Long> untimed() throws IOException {
        return counts(name -> name.startsWith(SumReducer.UNTIMED));
    }

    /** The course of time, if minutes were counted; without bars if not. */
    Course course(List<Bursts.Burst> bursts) throws IOException {
        TimeCourse course = new TimeCourse();
        for (FileStatus file : files(folder, name -> name.startsWith(SumReducer.MINUTES))) {
            // Years of minutes are more lines than a client wants to keep.
            read(file, line -> {
                String[] part = line.split("\t");
                course.add(part[0], part[1], Long.parseLong(part[2]));
            });
        }
        return course.course(bursts);
    }

    /** The bursts, in the order of time. */
    List<Bursts.Burst> bursts() throws IOException {
        return folder(SumReducer.BURSTS).stream()
                .map(line -> line.split("\t"))
                .map(part -> new Bursts.Burst(
                        part[0],
                        part[1],
                        Long.parseLong(part[2]),
                        Double.parseDouble(part[3]),
                        Double.parseDouble(part[4])))
                .toList();
    }

    /** How messages were found, of which there may be none; empty if none were looked for. */
    Optional<MessageBasis> basis() throws IOException {
        Map<String, String> values = new TreeMap<>();
        for (String line : lines(folder, name -> name.startsWith(SumReducer.BASIS))) {
            int tab = line.indexOf('\t');
            values.put(line.substring(0, Math.max(0, tab)), line.substring(tab + 1));
        }
        boolean older = values.isEmpty()
                && folder.getFileSystem(configuration).exists(new Path(folder, SumReducer.TEMPLATES).getParent());
        return values.isEmpty() && !older ? Optional.empty() : Optional.of(MessageBasis.of(values));
    }

    /** All templates of messages, level by level, those with the most records first. */
    List<Template> templates() throws IOException {
        return folder(SumReducer.TEMPLATES).stream().map(TemplateLines::read).toList();
    }

    /** What became of messages since another result. */
    List<Change> changes() throws IOException {
        return folder(SumReducer.CHANGES).stream()
                .map(TemplateLines::readChange)
                .toList();
    }

    private List<String> folder(String files) throws IOException {
        Path within = new Path(folder, files).getParent();
        return within.getFileSystem(configuration).exists(within) ? lines(within, name -> true) : List.of();
    }

    private List<String> lines(Path within, Predicate<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        for (FileStatus file : files(within, names)) {
            read(file, lines::add);
        }
        return lines;
    }

    private List<FileStatus> files(Path within, Predicate<String> names) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus status : within.getFileSystem(configuration).listStatus(within)) {
            if (status.isFile() && names.test(status.getPath().getName())) {
                files.add(status);
            }
        }
        return files;
    }

    private void read(FileStatus file, Consumer<String> to) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(configuration).getCodec(file.getPath());
        InputStream raw = file.getPath().getFileSystem(configuration).open(file.getPath());
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(codec == null ? raw : codec.createInputStream(raw), StandardCharsets.UTF_8))) {
            reader.lines().forEach(to);
        }
    }
}
