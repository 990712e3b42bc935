package io.millrace.sink.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.formats.Tombstones;
import io.millrace.sink.audit.AuditReport;
import io.millrace.sink.audit.Auditor;
import io.millrace.sink.audit.Depth;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Compares what lies in the data folders of a simulated world with what was produced. */
public final class Exactness {
    private Exactness() {}

    /** Every record once, every file whole, and the audit agrees: what it says. */
    public static AuditReport check(SimWorld world, String what) {
        List<String> produced = world.kafka.records().stream()
                .filter(world::stores)
                .map(record -> record.topic() + " " + record.partition() + " " + record.offset())
                .sorted()
                .toList();
        List<String> stored = stored(world, what).stream().sorted().toList();
        if (!stored.equals(produced)) {
            assertThat(stored).as(what + "\n" + world.disk).isEqualTo(produced);
        }
        AuditReport report = checkAudit(world, what);
        long skipped = world.tombstones == Tombstones.SKIP
                ? world.kafka.records().stream().filter(SimRecord::hasNoRow).count()
                : 0;
        if (report.totals().tombstones() != skipped) {
            assertThat(report.totals().tombstones())
                    .as(what + "\n" + world.disk)
                    .isEqualTo(skipped);
        }
        return report;
    }

    /** The audit finds nothing; what it counts. */
    public static AuditReport checkAudit(SimWorld world, String what) {
        AuditReport report = audit(world);
        if (!report.clean()) {
            assertThat(report.findings()).as(what + "\n" + world.disk).isEmpty();
        }
        return report;
    }

    /** The bytes of a file. */
    public static byte[] bytes(SimWorld world, String path) {
        try {
            return world.disk.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static AuditReport audit(SimWorld world) {
        try {
            return new Auditor(SimStore.reliable(world.disk), SimWorld.ROOT, Depth.CONTENTS, () -> {}).audit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkOrder(List<String> rows, String what) {
        List<Long> offsets = rows.stream()
                .map(row -> Long.parseLong(row.substring(row.lastIndexOf(' ') + 1)))
                .toList();
        assertThat(offsets).as(what).isSorted();
    }

    /** The lines of all visible files, checked for their ends. */
    public static List<String> stored(SimWorld world, String what) {
        List<String> lines = new ArrayList<>();
        for (String path : world.disk.files(SimWorld.ROOT, "")) {
            if (path.contains("/_")) {
                continue;
            }
            try {
                if (path.endsWith(".parquet")) {
                    lines.addAll(StoredParquet.positions(world.disk.read(path)));
                    continue;
                }
                if (path.endsWith(".txt.gz")) {
                    byte[] unpacked =
                            new GZIPInputStream(new ByteArrayInputStream(world.disk.read(path))).readAllBytes();
                    new String(unpacked, StandardCharsets.UTF_8).lines().forEach(lines::add);
                    continue;
                }
                if (path.endsWith(".txt")) {
                    new String(world.disk.read(path), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(lines::add);
                    continue;
                }
                String text = new String(world.disk.read(path), StandardCharsets.UTF_8);
                if (!text.endsWith("end\n")) {
                    throw new AssertionError(what + ": partial file " + path + " is visible\n" + world.disk);
                }
                List<String> rows =
                        text.lines().filter(line -> !line.equals("end")).toList();
                checkOrder(rows, what + ": " + path);
                lines.addAll(rows);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }
}
