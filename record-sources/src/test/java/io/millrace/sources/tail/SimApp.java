package io.millrace.sources.tail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** An application that writes a log, and what rotates it: everything in small steps, between which others act. */
final class SimApp {
    /** How a log is rotated. */
    enum Rotation {
        /** logrotate: app.log to app.log.1, and that to app.log.2. */
        RENAME,
        /** logrotate's dateext: app.log to app.log-20260101-n. */
        DATE,
        /** Logback: app.log to app.2026-01-01.n.log. */
        INFIX,
        COPY_TRUNCATE,
        /** logrotate's copy: the copy stays, the log goes on. */
        COPY,
        /** The file is written anew with what it held and more, and takes the old one's place at once. */
        REPLACE,
        /** Kubernetes: a link leads to a log that is renamed. */
        BEHIND_LINK,
        /** A link that is swapped to the next file. */
        SWAP_LINK,
        /** Truncated and refilled. */
        TRUNCATE,
        /** Somebody packs a copy beside it under a name that says nothing; the log goes on. */
        SAVE
    }

    /** When what was rotated is packed. */
    enum Compress {
        NEVER,
        AT_ONCE,
        DELAYED
    }

    final Path log;
    final Rotation rotation;
    private final SimWorld world;
    private final Random random;
    private final Path folder;
    private final Path realLog;
    private final Compress compress;
    private final SimPacking packing;
    private final boolean inPlace;
    private final Path archive;
    private final boolean appends;
    private final boolean halves;
    private final int keep;
    private final int padding;
    private final String banner;
    private final int chunk;
    private final int lateness;
    private final int rotateEvery;
    private final Deque<Runnable> script = new ArrayDeque<>();

    private SimDisk.Node written;
    private Path writtenPath;
    private int position;
    private String rest = "";
    private int restNumber;
    private int serial;
    private int mayWriteLate;
    private int saved;

    SimApp(SimWorld world, String name, Path folder, Path archive) {
        this.world = world;
        this.random = world.random;
        this.folder = folder;
        this.rotation = pick(Rotation.values());
        this.compress = pick(Compress.values());
        int packer = random.nextInt(20);
        this.packing = packing(packer);
        this.inPlace = random.nextInt(4) == 0;
        this.archive = random.nextInt(4) == 0 ? archive : null;
        this.appends = random.nextInt(4) > 0;
        this.halves = random.nextInt(3) == 0;
        this.keep = 1 + random.nextInt(6);
        this.padding = random.nextInt(3) > 0 ? 20 : 200;
        int banners = random.nextInt(6);
        this.banner = banners < 3 ? "" : banners < 5 ? "# banner\n" : "# banner\n".repeat(150);
        this.chunk = 1 + random.nextInt(random.nextBoolean() ? 60 : 5000);
        int[] paces = {20, 100, 300};
        this.rotateEvery = paces[random.nextInt(paces.length)];
        this.lateness = random.nextInt(3) == 0 ? random.nextInt(10) : 0;
        Path linkFolder = folder.resolve("links");
        this.realLog = rotation == Rotation.SWAP_LINK ? folder.resolve(name + "-0.log") : folder.resolve(name + ".log");
        this.log = isLinked() ? linkFolder.resolve(name + ".log") : realLog;
        if (isLinked()) {
            world.disk.folder(linkFolder, world.disk.device(realLog));
            world.disk.symlink(log, realLog);
        }
        written = open(realLog);
    }

    private static SimPacking packing(int chance) {
        if (chance < 13) {
            return SimPacking.GZIP;
        }
        return switch (chance) {
            case 13 -> SimPacking.ZIP;
            case 18 -> SimPacking.XZ;
            case 19 -> SimPacking.BZIP2;
            default -> SimPacking.ZSTD;
        };
    }

    private boolean isLinked() {
        return rotation == Rotation.BEHIND_LINK || rotation == Rotation.SWAP_LINK;
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }

    @Override
    public String toString() {
        return log + " " + rotation + " " + compress + " " + packing + (inPlace ? " in place" : "")
                + (archive == null ? "" : " archived") + (appends ? "" : " without O_APPEND") + " keep " + keep
                + " banner " + banner.length() + " padding " + padding + " chunk " + chunk + " late " + lateness
                + " every " + rotateEvery;
    }

    /** The patterns for this log. */
    List<String> patterns(int style) {
        List<String> patterns = new ArrayList<>();
        patterns.add(
                switch (style) {
                    case 0 -> log.toString();
                    case 1 -> log.toString().replace(".log", "*");
                    default -> log.getParent() + "/*";
                });
        return patterns;
    }

    /** One small step of the writer or of what rotates its log. */
    void step() {
        if (!script.isEmpty() && random.nextInt(3) > 0) {
            script.poll().run();
        } else if (script.isEmpty() && random.nextInt(rotateEvery) == 0) {
            rotate();
        } else if (rotation != Rotation.REPLACE) {
            write(1 + random.nextInt(random.nextInt(30) == 0 ? 40 : 3));
        } else if (script.isEmpty()) {
            rotate();
        }
    }

    /** What is there before a source first looks. */
    void begin() {
        write(1 + random.nextInt(30));
        if (rotation == Rotation.SAVE) {
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                rotate();
            }
            finish();
        }
    }

    /** Ends what was begun. */
    void finish() {
        while (!script.isEmpty()) {
            script.poll().run();
        }
        complete();
    }

    void write(int lines) {
        complete();
        if (written.size() == 0 && appends) {
            put(banner);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(world.lines.next(random.nextInt(padding))).append('\n');
        }
        if (halves && random.nextInt(3) == 0) {
            String last = world.lines.next(random.nextInt(padding)) + "\n";
            int cut = random.nextInt(last.length());
            text.append(last, 0, cut);
            rest = last.substring(cut);
            restNumber = world.lines.count();
        }
        put(text.toString());
        if (mayWriteLate > 0 && written.isDeleted()) {
            excuseAll(
                    SimLines.in(text.toString().getBytes(StandardCharsets.ISO_8859_1), text.length()),
                    "written to a deleted file");
        }
    }

    private void complete() {
        if (!rest.isEmpty()) {
            put(rest);
            if (written.isDeleted()) {
                world.lines.mayBeLost(restNumber, "completed in a deleted file");
            }
            rest = "";
        }
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (appends) {
            world.disk.append(written, bytes);
        } else {
            world.disk.write(written, position, bytes);
        }
        position += bytes.length;
    }

    private SimDisk.Node open(Path path) {
        SimDisk.Node node = world.disk.create(path);
        writtenPath = path;
        position = node.size();
        return node;
    }

    /** The writer completes its line and goes on in the file that has the path now. */
    private void reopen(Path path) {
        complete();
        written = open(path);
        mayWriteLate = 0;
    }

    private void later(Runnable step) {
        script.add(step);
    }

    private void rotate() {
        serial++;
        switch (rotation) {
            case RENAME -> renameChain();
            case DATE -> renameTo(folder.resolve(realLog.getFileName() + "-20260101-" + serial));
            case INFIX ->
                renameTo(folder.resolve(
                        realLog.getFileName().toString().replace(".log", ".2026-01-01." + serial + ".log")));
            case BEHIND_LINK -> renameTo(folder.resolve(realLog.getFileName() + ".20260101-" + serial));
            case COPY_TRUNCATE -> copy(true);
            case COPY -> copy(false);
            case REPLACE -> replace();
            case SWAP_LINK -> swap();
            case SAVE -> save();
            case TRUNCATE ->
                later(() -> {
                    tear();
                    world.disk.truncate(written);
                    if (random.nextInt(3) == 0) {
                        write(1 + random.nextInt(60));
                    }
                });
        }
    }

    private void renameChain() {
        shift();
        later(() -> world.disk.rename(realLog, numbered(1)));
        newFile();
        int age = compress == Compress.DELAYED ? 2 : 1;
        if (compress != Compress.NEVER) {
            later(() -> existing(age).ifPresent(this::pack));
        }
        if (archive != null && compress == Compress.NEVER) {
            later(() -> existing(1).ifPresent(this::move));
        }
    }

    private void shift() {
        for (int i = keep; i >= 1; i--) {
            int from = i;
            later(() -> existing(from).ifPresent(path -> {
                if (from == keep) {
                    world.disk.delete(path);
                } else {
                    world.disk.rename(
                            path,
                            folder.resolve(path.getFileName()
                                    .toString()
                                    .replace(
                                            realLog.getFileName() + "." + from,
                                            realLog.getFileName() + "." + (from + 1))));
                }
            }));
        }
    }

    private Path numbered(int number) {
        return folder.resolve(realLog.getFileName() + "." + number);
    }

    private java.util.Optional<Path> existing(int number) {
        for (String ending : List.of("", packing.ending)) {
            Path path = folder.resolve(realLog.getFileName() + "." + number + ending);
            if (world.disk.paths().containsKey(path)) {
                return java.util.Optional.of(path);
            }
        }
        return java.util.Optional.empty();
    }

    private void renameTo(Path target) {
        later(() -> world.disk.rename(realLog, target));
        newFile();
        if (compress != Compress.NEVER) {
            if (compress == Compress.DELAYED) {
                for (int i = 0; i < 20; i++) {
                    later(() -> write(1));
                }
            }
            later(() -> pack(target));
        } else if (archive != null) {
            later(() -> move(target));
        }
        if (random.nextInt(3) == 0) {
            later(() -> {
                world.disk.delete(target);
                world.disk.delete(folder.resolve(target.getFileName() + packing.ending));
            });
        }
    }

    private void newFile() {
        boolean created = random.nextBoolean();
        if (created) {
            later(() -> world.disk.create(realLog));
        }
        mayWriteLate = lateness;
        for (int i = 0; i < lateness; i++) {
            later(() -> write(1));
        }
        later(() -> reopen(realLog));
    }

    /** Packs a file beside it or in its place, piece by piece. */
    private void pack(Path source) {
        SimDisk.Node node = world.disk.paths().get(source);
        if (node == null || node.packedLines != null || node.key.device() == 9) {
            return;
        }
        Path target = folder.resolve(source.getFileName() + (inPlace ? ".tmp" : packing.ending));
        packTo(target, node.bytes(), () -> {
            if (inPlace) {
                world.disk.rename(target, source);
            } else {
                world.disk.delete(source);
            }
        });
    }

    private void packTo(Path target, byte[] plain, Runnable then) {
        byte[] packed = packing.pack(plain);
        List<Runnable> steps = new ArrayList<>();
        SimDisk.Node[] made = new SimDisk.Node[1];
        steps.add(() -> made[0] = world.disk.create(target));
        for (int from = 0; from < packed.length; from += chunk) {
            byte[] piece = java.util.Arrays.copyOfRange(packed, from, Math.min(packed.length, from + chunk));
            steps.add(() -> world.disk.append(made[0], piece));
        }
        steps.add(() -> {
            made[0].packedLines = SimLines.in(plain, plain.length);
            then.run();
        });
        first(steps);
    }

    /** To another file system: a copy and a deletion. */
    private void move(Path source) {
        SimDisk.Node node = world.disk.paths().get(source);
        if (node == null) {
            return;
        }
        Path target = archive.resolve(source.getFileName() + "-" + serial);
        byte[] plain = node.bytes();
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> world.disk.create(target));
        for (int from = 0; from < plain.length; from += chunk) {
            byte[] piece = java.util.Arrays.copyOfRange(plain, from, Math.min(plain.length, from + chunk));
            steps.add(() -> world.disk.append(world.disk.create(target), piece));
        }
        steps.add(() -> {
            if (!world.isAsked(archive)) {
                excuseAll(SimLines.in(plain, plain.length), "moved to a folder that nobody asked for");
            }
            world.disk.delete(source);
        });
        first(steps);
    }

    private void first(List<Runnable> steps) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            script.addFirst(steps.get(i));
        }
    }

    private void copy(boolean truncate) {
        shift();
        int[] copied = new int[1];
        later(() -> {
            world.disk.create(numbered(1));
            copyOn(copied, truncate);
        });
    }

    private void copyOn(int[] copied, boolean truncate) {
        SimDisk.Node target = world.disk.create(numbered(1));
        if (copied[0] < written.size()) {
            int end = Math.min(written.size(), copied[0] + chunk);
            world.disk.append(target, java.util.Arrays.copyOfRange(written.data(), copied[0], end));
            copied[0] = end;
            script.addFirst(() -> copyOn(copied, truncate));
            return;
        }
        List<Runnable> steps = new ArrayList<>();
        if (truncate) {
            steps.add(() -> {
                tear();
                world.disk.truncate(written);
            });
        }
        if (compress != Compress.NEVER) {
            steps.add(() -> existing(1).ifPresent(this::pack));
        }
        first(steps);
    }

    /** A line that is half written when its file is emptied can never be whole. */
    private void tear() {
        if (!rest.isEmpty()) {
            world.lines.torn(restNumber);
        }
        // A copy that was made while a line was half written has half of it too.
        SimDisk.Node copy = world.disk.paths().get(numbered(1));
        if (copy != null && copy.packedLines == null && copy.size() > 0 && copy.size() <= written.size()) {
            byte[] bytes = written.bytes();
            int start = copy.size();
            while (start > 0 && bytes[start - 1] != '\n') {
                start--;
            }
            int end = copy.size();
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            Set<Integer> cut = start == copy.size() ? Set.of() : SimLines.in(bytes, end);
            cut.stream().max(Integer::compare).ifPresent(world.lines::torn);
        }
    }

    private void replace() {
        Path target = folder.resolve("." + realLog.getFileName() + ".tmp");
        SimDisk.Node source = written;
        int lines = 1 + random.nextInt(4);
        StringBuilder more = new StringBuilder();
        List<Runnable> steps = new ArrayList<>();
        steps.add(() -> {
            complete();
            for (int i = 0; i < lines; i++) {
                more.append(world.lines.next(random.nextInt(padding))).append('\n');
            }
            world.disk.create(target);
            byte[] bytes = (new String(source.bytes(), StandardCharsets.ISO_8859_1) + more)
                    .getBytes(StandardCharsets.ISO_8859_1);
            List<Runnable> pieces = new ArrayList<>();
            for (int from = 0; from < bytes.length; from += chunk) {
                byte[] piece = java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk));
                pieces.add(() -> world.disk.append(world.disk.create(target), piece));
            }
            pieces.add(() -> {
                world.disk.rename(target, realLog);
                written = world.disk.create(realLog);
            });
            first(pieces);
        });
        first(steps);
    }

    /** What has less to be known by may come again, as no name tells what it is. */
    private void save() {
        Path target = folder.resolve(
                "saved" + serial + "of" + realLog.getFileName().toString().replace(".log", ""));
        later(() -> {
            complete();
            byte[] plain = written.bytes();
            if (plain.length >= Sameness.STRONG && saved++ < keep) {
                long began = world.nanos();
                packTo(target, plain, () -> {
                    if (world.nanos() - began >= Newcomers.PACKING_GRACE.toNanos()) {
                        // One that broke off for so long is damaged, as far as can be told, and read.
                        world.lines.mayComeAgain(SimLines.in(plain, plain.length));
                    }
                });
            }
        });
    }

    private void swap() {
        later(() -> {
            complete();
            Path next = folder.resolve(realLog.getFileName().toString().replace("-0", "-" + serial));
            written = open(next);
            world.disk.symlink(log, next);
        });
    }

    private void excuseAll(Set<Integer> numbers, String excuse) {
        numbers.forEach(number -> world.lines.mayBeLost(number, excuse));
    }
}
