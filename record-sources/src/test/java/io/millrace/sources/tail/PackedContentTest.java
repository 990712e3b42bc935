package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A packed file that is still being packed when it is read first. */
class PackedContentTest {
    @TempDir
    private Path folder;

    @Test
    void whatBrokeOffIsReadFromWhereItWasOnceTheRestIsThere() throws Exception {
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            text.append(random.nextInt()).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] packed = SimPacking.GZIP.pack(bytes);
        for (int cut : new int[] {15, 20, 100, packed.length / 2}) {
            Path file = folder.resolve(cut + ".gz");
            Files.write(file, Arrays.copyOf(packed, cut));
            try (Content content = Content.open(new LocalDisk(), file)) {
                byte[] into = new byte[bytes.length];
                assertThatThrownBy(() -> content.fingerprint(0, into.length)).isInstanceOf(EOFException.class);
                Files.write(file, Arrays.copyOfRange(packed, cut, packed.length), StandardOpenOption.APPEND);

                assertThat(content.fingerprint(0, 1_000)).as("%d", cut).isEqualTo(Fingerprint.of(bytes, 0, 1_000));
                int read = 0;
                for (int n = 0; n >= 0 && read < into.length; read += Math.max(0, n)) {
                    n = content.read(into, read, into.length - read);
                }
                assertThat(into).as("%d", cut).isEqualTo(bytes);
            }
        }
    }
}
