package io.millrace.mapreduce.input;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts files into parts of about equal size and packs small files together, near the hosts that store them: a task costs
 * about as much to start as reading many megabytes, whether it reads one large file or a thousand small ones.
 */
public final class SplitPlanner {
    private static final int MOST_CHUNKS = 20_000;
    private static final int HOSTS = 3;

    private SplitPlanner() {}

    /** The parts that one task reads, and the hosts that hold most of them. */
    public record Split(List<FileChunk> chunks, List<String> hosts) {
        public Split {
            chunks = List.copyOf(chunks);
            hosts = List.copyOf(hosts);
        }

        /** Bytes to read. */
        public long length() {
            return chunks.stream().mapToLong(FileChunk::length).sum();
        }
    }

    private record Piece(FileChunk chunk, List<String> hosts) {
        String firstHost() {
            return hosts.isEmpty() ? "" : hosts.get(0);
        }
    }

    /**
     * Plans the splits.
     *
     * @param target wished size of a split in bytes; a file that cannot be split may make a larger one
     */
    public static List<Split> plan(List<InputFile> files, long target) {
        if (target < 1) {
            throw new IllegalArgumentException("split size " + target + ": must be at least 1 byte");
        }
        List<Piece> pieces = new ArrayList<>();
        for (InputFile file : files) {
            cut(file, target, pieces);
        }
        pieces.sort(Comparator.comparing(Piece::firstHost)
                .thenComparing(piece -> piece.chunk().path())
                .thenComparing(piece -> piece.chunk().start()));
        List<Split> splits = new ArrayList<>();
        List<Piece> open = new ArrayList<>();
        long length = 0;
        for (Piece piece : pieces) {
            boolean full = length + piece.chunk().length() > target + target / 8 || open.size() >= MOST_CHUNKS;
            if (!open.isEmpty() && full) {
                splits.add(split(open));
                open.clear();
                length = 0;
            }
            open.add(piece);
            length += piece.chunk().length();
        }
        if (!open.isEmpty()) {
            splits.add(split(open));
        }
        splits.sort(Comparator.comparingLong(Split::length).reversed());
        return splits;
    }

    private static void cut(InputFile file, long target, List<Piece> pieces) {
        long parts = file.splittable() ? Math.max(1, Math.round((double) file.length() / target)) : 1;
        long start = 0;
        for (long part = 1; part <= parts; part++) {
            long end = part == parts ? file.length() : (long) ((double) file.length() * part / parts);
            if (end > start) {
                pieces.add(new Piece(
                        new FileChunk(file.path(), start, end - start, file.length()),
                        hosts(file.blocks(), start, end)));
            }
            start = end;
        }
    }

    private static Split split(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return new Split(List.of(pieces.get(0).chunk()), pieces.get(0).hosts());
        }
        Map<String, Long> bytes = new HashMap<>();
        List<FileChunk> chunks = new ArrayList<>();
        for (Piece piece : pieces) {
            chunks.add(piece.chunk());
            piece.hosts().forEach(host -> bytes.merge(host, piece.chunk().length(), Long::sum));
        }
        return new Split(chunks, top(bytes));
    }

    private static List<String> hosts(List<InputFile.Block> blocks, long start, long end) {
        Map<String, Long> bytes = new HashMap<>();
        for (InputFile.Block block : blocks) {
            long shared = Math.min(end, block.offset() + block.length()) - Math.max(start, block.offset());
            if (shared > 0) {
                block.hosts().forEach(host -> bytes.merge(host, shared, Long::sum));
            }
        }
        return top(bytes);
    }

    private static List<String> top(Map<String, Long> bytes) {
        return bytes.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(HOSTS)
                .map(Map.Entry::getKey)
                .toList();
    }
}
