package io.millrace.sources.tail;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.OutRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything around a source: disks, applications, clocks, and a log that takes records. */
final class SimWorld {
    final Random random;
    final SimDisk disk;
    final SimLines lines = new SimLines();
    final List<SimApp> apps = new ArrayList<>();
    final List<String> patterns = new ArrayList<>();
    final Set<Path> asked = new HashSet<>();
    final Set<Integer> delivered = new HashSet<>();
    private long nanos = 1;
    private long wall = 1_767_225_600_000L;
    boolean frozen;
    /** The source is up. */
    boolean running;
    /** The source is being stopped, and lets go of all. */
    boolean stopping;
    /** Bytes that the source reads of a file at once. */
    final int portion;

    /** How often the source could not tell a copy from a file of its own. */
    int doubts;

    private int ids;

    /** Counts lines as they become durable. */
    final MemoryLog log = new MemoryLog() {
        @Override
        public void commit(Map<String, byte[]> changed) {
            int before = committed().size();
            SimDisk.trace("source commits " + changed.keySet());
            try {
                super.commit(changed);
            } finally {
                List<OutRecord> records = committed();
                Set<Integer> arrived = SimLines.arrived(records.subList(before, records.size()));
                SimDisk.trace("lines arrived " + new TreeSet<>(arrived));
                delivered.addAll(arrived);
            }
        }
    };

    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(wall);
        }
    };

    SimWorld(Random random, long granularity) {
        this.random = random;
        this.portion = random.nextInt(3) == 0 ? 1 : 1 << 20;
        this.disk = new SimDisk(() -> wall, granularity, new SimDisk.Destruction() {
            @Override
            public void of(SimDisk.Node node, boolean byReader) {
                gone(node, byReader);
            }

            @Override
            public void isTold(SimDisk.Node node, Path path) {
                lines.isTold(node.key, node.size(), path);
            }

            @Override
            public void unnoticed(SimDisk.Node node) {
                node.seenLines().forEach(line -> lines.mayBeLost(line, "truncated, and looks as before"));
            }
        });
        if (random.nextInt(3) == 0) {
            disk.readAtMost(20 + random.nextInt(2000));
        }
    }

    String nextId() {
        return String.format("%08d", ++ids);
    }

    long nanos() {
        return nanos;
    }

    boolean isAsked(Path folder) {
        return asked.contains(folder);
    }

    void advance(long millis) {
        nanos += millis * 1_000_000;
        wall += millis;
    }

    /** The source said this. */
    void heard(Notices.Event event, String sentence) {
        SimDisk.trace("source says: " + sentence);
        lines.said(event, sentence);
        if (event == Notices.Event.REPEATED) {
            doubts++;
            Path path = Path.of(sentence.substring(sentence.indexOf('\'') + 1, sentence.indexOf("' begins")));
            disk.toldAt(path).forEach(node -> lines.mayComeAgain(SimLines.in(node)));
            // It may have lost that path, and be held.
            disk.held().stream()
                    .filter(node -> path.getParent().equals(node.lastPath().getParent()))
                    .forEach(node -> lines.mayComeAgain(SimLines.in(node)));
        }
    }

    /** A life of the source has ended; {@code died} if it could not commit what it knew. */
    void lifeEnds(boolean died) {
        if (died) {
            lines.diedBeforeItCouldSay();
        }
        List<FilePosition> positions = positions();
        disk.nodes().forEach(node -> {
            List<FilePosition> known =
                    positions.stream().filter(position -> isOf(node, position)).toList();
            boolean lookedInto = !died && node.wasOpened()
                    || known.stream().anyMatch(position -> !position.reached().isBlank());
            node.processEnded(
                    lookedInto || !known.isEmpty(),
                    lookedInto,
                    known.stream().flatMap(SimWorld::marks).toList());
        });
    }

    /** Somebody sets the clock. */
    void stepClock(long millis) {
        wall += millis;
    }

    void step() {
        if (!frozen) {
            advance(random.nextInt(40));
            apps.get(random.nextInt(apps.size())).step();
        }
    }

    private List<FilePosition> positions() {
        List<FilePosition> positions = new ArrayList<>();
        log.positions().forEach((id, bytes) -> {
            try {
                positions.add(FilePosition.fromBytes(id, bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return positions;
    }

    /** True if it is committed that there was this file with something in it: whoever comes next must say that it is gone. */
    private static boolean isOf(SimDisk.Node node, FilePosition position) {
        Reached reached = position.reached();
        Fingerprint head = reached.knownHead();
        boolean kept = position.state().isRead() || position.state() == FileState.NEW && reached.glimpsed() > 0;
        // The number may have been another's when that was committed.
        boolean holds = head.length() <= node.size()
                && Fingerprint.of(node.data(), 0, head.length()).equals(head)
                && (!reached.isBlank() || reached.glimpsed() <= node.size());
        return position.key().equals(node.key) && kept && (node.packedLines != null || holds);
    }

    /** All that whoever reads the position can compare the file with. */
    private static Stream<Mark> marks(FilePosition position) {
        Reached reached = position.reached();
        return Stream.concat(
                        reached.marks().stream(),
                        Stream.of(
                                new Mark(reached.head().length(), reached.head()),
                                new Mark(reached.offset(), reached.tail())))
                .filter(mark -> mark.before().length() > 0);
    }

    /** Lines that nobody can read any more may be missing. */
    private void gone(SimDisk.Node node, boolean byReader) {
        Set<Integer> gone = new HashSet<>(SimLines.in(node));
        gone.removeAll(delivered);
        if (gone.isEmpty()) {
            return;
        }
        if (byReader) {
            SimDisk.trace("undelivered lines " + new TreeSet<>(gone) + " are in " + node.key + " " + node.lastPath()
                    + ", closed by the reader");
            // Read on it must be. What it only looked into, or could not tell from a copy for a minute, may be missing
            // if
            // the source says so.
            boolean begun = SimLines.in(node).stream().anyMatch(delivered::contains);
            boolean givenUp =
                    !begun && node.deletedFor(wall) >= Duration.ofMinutes(1).toMillis();
            if (node.wasGlimpsed() || stopping || givenUp) {
                lines.owed(gone, node.lastPath(), Optional.empty());
            }
            return;
        }
        for (SimDisk.Node other : disk.nodes()) {
            if (other != node) {
                gone.removeAll(SimLines.in(other));
            }
        }
        Set<Integer> seen = new HashSet<>(node.seenLines());
        seen.retainAll(gone);
        SimDisk.trace("undelivered lines " + new TreeSet<>(gone) + " are gone with " + node.key + " " + node.lastPath()
                + ", known of them " + new TreeSet<>(seen));
        if (!seen.isEmpty()) {
            boolean listedOnly = !node.wasOpened() && !node.wasOpenedBefore();
            lines.owed(
                    seen,
                    node.lastPath(),
                    listedOnly ? Optional.of(new SimLines.Listed(node.key, node.seenSize())) : Optional.empty());
        }
        gone.removeAll(seen);
        gone.forEach(number -> lines.mayBeLost(number, "gone before it was seen"));
    }
}
