package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an unpacker holds beside the heap is freed by closing it. */
class InspectionTest {
    private static final byte[] LOG = "a line of a log\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private int opened;
    private int closed;

    @Test
    void closesItsUnpackerAtTheEndOfTheFile() throws IOException {
        try (PackedContent content = content(SimPacking.GZIP.pack(LOG))) {
            Inspection inspection = new Inspection(content, List.of());
            assertThat(inspection.advance(Long.MAX_VALUE / 2)).isTrue();
            assertThat(inspection.isComplete()).isTrue();
            assertThat(closed).isEqualTo(opened).isEqualTo(1);
        }
    }

    @Test
    void closesItsUnpackerWhereTheFileIsDamaged() throws IOException {
        byte[] packed = SimPacking.GZIP.pack(LOG);
        try (PackedContent content = content(Arrays.copyOf(packed, packed.length / 2))) {
            Inspection inspection = new Inspection(content, List.of());
            assertThat(inspection.advance(Long.MAX_VALUE / 2)).isTrue();
            assertThat(inspection.isComplete()).isFalse();
            assertThat(closed).isEqualTo(opened).isEqualTo(1);
        }
    }

    @Test
    void closesItsUnpackerWhenItIsForgottenBeforeTheEnd() throws IOException {
        try (PackedContent content = content(SimPacking.GZIP.pack(LOG))) {
            Candidate candidate = new Candidate();
            candidate.inspect(content, Map.of());
            assertThat(candidate.inspection().advance(100)).isFalse();
            candidate.forgetInspection();
            assertThat(closed).isEqualTo(opened).isEqualTo(1);
        }
    }

    @Test
    void packedContentClosesTheUnpackersThatItReadThrough() throws IOException {
        PackedContent content = content(SimPacking.GZIP.pack(LOG));
        content.seek(100);
        content.seek(0);
        content.close();
        assertThat(closed).isEqualTo(opened).isEqualTo(2);
    }

    @Test
    void anArchiveThatBreaksOffInItsFirstNameIsClosed() throws IOException {
        byte[] packed = SimPacking.ZIP.pack(LOG);
        InputStream archive = counted(new ByteArrayInputStream(Arrays.copyOf(packed, 32)));
        assertThatThrownBy(() -> new ZippedFile(archive)).isInstanceOf(IOException.class);
        assertThat(closed).isEqualTo(1);
    }

    private PackedContent content(byte[] packed) throws IOException {
        Path file = folder.resolve("packed");
        Files.write(file, packed);
        return new PackedContent(new LocalDisk().open(file), Compression.GZIP) {
            @Override
            InputStream unpack() throws IOException {
                opened++;
                return counted(new BufferedInputStream(super.unpack()));
            }
        };
    }

    private InputStream counted(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public void close() throws IOException {
                closed++;
                super.close();
            }
        };
    }
}
