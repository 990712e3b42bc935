package io.millrace.launcher.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a process said of its failure at the end of its log: worth more than where to look for it. */
public final class SaidErrors {
    private static final int LOG_END = 16 << 10;
    private static final int MOST = 5;
    private static final String MARK = "error: ";

    private SaidErrors() {}

    /**
     * The last sentences that begin as every command's errors do.
     *
     * @param start where the process's own part of the log begins, bytes
     */
    public static List<String> sentences(Path log, long start) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(start, file.length() - LOG_END));
            byte[] end = new byte[LOG_END];
            int length = 0;
            for (int read = 0; read >= 0 && length < end.length; read = file.read(end, length, end.length - length)) {
                length += read;
            }
            List<String> said = new String(end, 0, length, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(MARK))
                    .map(line -> line.substring(MARK.length()))
                    .distinct()
                    .toList();
            return said.subList(Math.max(0, said.size() - MOST), said.size());
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** The same in brackets, to follow a sentence; empty if nothing was said. */
    public static String in(Path log, long start) {
        List<String> said = sentences(log, start);
        return said.isEmpty() ? "" : " (" + String.join("; ", said) + ")";
    }
}
