package io.millrace.mapreduce.job;

import io.millrace.mapreduce.access.AccessForm;
import io.millrace.mapreduce.count.LevelCounter;
import io.millrace.mapreduce.count.PartCounts;
import io.millrace.mapreduce.count.RecordCounter;
import io.millrace.mapreduce.count.Tables;
import io.millrace.mapreduce.count.Wanted;
import io.millrace.mapreduce.input.BadFileException;
import io.millrace.mapreduce.input.ContentKind;
import io.millrace.mapreduce.input.Contents;
import io.millrace.mapreduce.input.FileChunk;
import io.millrace.mapreduce.input.HeadFirst;
import io.millrace.mapreduce.level.FormExample;
import io.millrace.mapreduce.level.FormatFinder;
import io.millrace.mapreduce.level.LineFormat;
import io.millrace.mapreduce.line.LineScanner;
import io.millrace.mapreduce.line.LineSink;
import io.millrace.mapreduce.parquet.ParquetLevels;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Counts the records of parts of files, whatever they are packed in. */
final class LevelReader {
    private static final int LINES_BEFORE = 4096;

    private final Configuration configuration;
    private final LevelsSettings settings;
    private final FormatFinder finder;
    private final Tables tables;
    private final LineScanner scanner;
    private final UnknownForms unknown = new UnknownForms();
    /** As {@link #unknown}, of the part that is being read and may still prove damaged. */
    private UnknownForms ofPart = new UnknownForms();

    /**
     * A reader for one task.
     *
     * @param tables take what is wanted besides levels
     * @param progress called now and then, so that a long read is not taken for a hung task
     */
    LevelReader(Configuration configuration, LevelsSettings settings, Tables tables, Runnable progress) {
        this.scanner = new LineScanner(progress);
        this.configuration = configuration;
        this.settings = settings;
        this.finder = settings.finder();
        this.tables = tables;
    }

    /**
     * What reading a part gave.
     *
     * @param counts the part's records; of no use if there was a problem
     * @param problem why the file cannot be read as what it seems to be
     */
    record Outcome(PartCounts counts, Optional<String> problem) {}

    /** The forms of what has been read whole and shows no level. */
    UnknownForms unknownForms() {
        return unknown;
    }

    /** Bytes of text read so far. */
    long bytesRead() {
        return scanner.bytesRead();
    }

    /** Lines so far that were longer than the buffer. */
    long linesCut() {
        return scanner.linesCut();
    }

    /**
     * Reads a part. Nothing of a file that turns out to be damaged is counted: a part of a file is no result.
     *
     * @throws IOException if the storage fails, which says nothing about the file
     */
    Outcome read(FileChunk chunk) throws IOException {
        PartCounts counts = new PartCounts();
        ofPart = new UnknownForms();
        try (Contents contents = Contents.open(configuration, new Path(chunk.path()), FormatFinder.HEAD)) {
            GrownFile.check(configuration, new Path(chunk.path()), chunk.fileLength());
            try {
                switch (contents.kind()) {
                    case TEXT -> text(contents, chunk, counts);
                    case PARQUET -> {
                        if (chunk.start() == 0) {
                            parquet(new Path(chunk.path()), counts);
                        }
                    }
                    default -> {
                        if (chunk.start() == 0) {
                            packed(contents, chunk, counts);
                        }
                    }
                }
            } catch (BadFileException e) {
                return new Outcome(counts, Optional.of(e.getMessage()));
            } catch (IOException | RuntimeException e) {
                if (contents.kind() == ContentKind.TEXT || contents.storageFailed()) {
                    throw new IOException(chunk.path() + ": " + Sentences.of(e), e);
                }
                return new Outcome(
                        counts,
                        Optional.of("damaged or cut short (" + contents.kind().label() + "): " + Sentences.of(e)));
            }
        }
        unknown.addAll(ofPart);
        return new Outcome(counts, Optional.empty());
    }

    private void noteForm(LineFormat format, byte[] head, int length, long records) {
        if (records > 0) {
            FormExample.of(format, head, length).ifPresent(example -> ofPart.add(example, records));
        }
    }

    private void text(Contents contents, FileChunk chunk, PartCounts counts) throws IOException {
        int length = contents.headLength();
        LineFormat format = finder.find(contents.head(), length, length >= chunk.fileLength());
        long from = Math.max(0, chunk.start() - 1);
        long end = chunk.end() == chunk.fileLength() ? Long.MAX_VALUE : chunk.end();
        LineSink sink = sink(format, counts, sourceOf(chunk, ""), contents.head(), length);
        if (chunk.start() > 0 && format.timesAlone() && sink instanceof RecordCounter records) {
            lineBefore(contents, chunk.start(), records);
        }
        long before = counts.levels().none();
        scanner.scan(contents.raw(from), chunk.start(), end, sink);
        noteForm(format, contents.head(), length, counts.levels().none() - before);
    }

    /** Shows the counter the whole lines before a part: the last of them may hold the time of the part's first record. */
    private static void lineBefore(Contents contents, long start, RecordCounter records) throws IOException {
        long from = Math.max(0, start - LINES_BEFORE);
        byte[] before = contents.raw(from).readNBytes((int) (start - from));
        int line = 0;
        for (int p = 0; p < before.length; p++) {
            if (before[p] == '\n') {
                records.before(before, line, p > line && before[p - 1] == '\r' ? p - 1 : p);
                line = p + 1;
            }
        }
    }

    private void packed(Contents contents, FileChunk chunk, PartCounts counts) throws IOException {
        if (settings.skipBadFiles() && settings.wanted().isDetailed()) {
            // Labels and messages of several files share tables, from which a damaged file's part could not be taken
            // back: such a file has to be known before its first record is counted.
            contents.texts((member, in) -> stream(in, (b, from, to, offset) -> {}));
        }
        contents.texts((member, in) -> {
            byte[] head = new byte[FormatFinder.HEAD];
            int length = in.readNBytes(head, 0, head.length);
            LineFormat format = finder.find(head, length, length < head.length);
            InputStream whole = new HeadFirst(head, 0, length, in);
            long before = counts.levels().none();
            stream(whole, sink(format, counts, sourceOf(chunk, member), head, length));
            noteForm(format, head, length, counts.levels().none() - before);
        });
    }

    private void stream(InputStream in, LineSink sink) throws IOException {
        scanner.scan(in, 0, Long.MAX_VALUE, sink);
    }

    private void parquet(Path path, PartCounts counts) throws IOException {
        ParquetLevels levels = new ParquetLevels(configuration, finder);
        if (!settings.wanted().isDetailed()) {
            levels.count(path, counts);
            return;
        }
        String source = sourceOf(path);
        Wanted wanted = settings.wanted();
        if (settings.skipBadFiles()) {
            levels.count(
                    path,
                    format -> new RecordCounter(
                            format, new PartCounts(), Tables.unused(), wanted, source, AccessForm.ANY),
                    wanted);
        }
        levels.count(path, format -> new RecordCounter(format, counts, tables, wanted, source, AccessForm.ANY), wanted);
    }

    private LineSink sink(LineFormat format, PartCounts counts, String source, byte[] head, int length) {
        Wanted wanted = settings.wanted();
        if (!wanted.isDetailed()) {
            return new LevelCounter(format, counts.levels());
        }
        return new RecordCounter(format, counts, tables, wanted, source, AccessForm.of(head, length));
    }

    private static String sourceOf(FileChunk chunk, String member) {
        String file = sourceOf(new Path(chunk.path()));
        return member.isEmpty() ? file : file + "/" + member;
    }

    private static String sourceOf(Path path) {
        return path.toUri().getPath();
    }
}
