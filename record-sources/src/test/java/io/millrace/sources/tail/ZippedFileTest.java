package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.sources.delivery.MemoryLog;
import io.millrace.sources.delivery.PositionedSource.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that Logback or Log4j2 packed, and archives that are none. */
class ZippedFileTest {
    private static final String SEVERAL = "it is a zip archive of several files";

    @TempDir
    Path folder;

    private final MemoryLog log = new MemoryLog();

    @Test
    void isTheContentOfItsOneFile() throws IOException {
        try (InputStream file = new ZippedFile(new ByteArrayInputStream(zip("one\ntwo\n")))) {
            assertThat(file.read()).isEqualTo('o');
            assertThat(new String(file.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("ne\ntwo\n");
            assertThat(file.read()).isEqualTo(-1);
        }
    }

    @Test
    void breaksOffWhereAnArchiveInProgressDoes() throws IOException {
        byte[] whole = zip("one\ntwo\n".repeat(100));
        assertThatThrownBy(() -> new ZippedFile(new ByteArrayInputStream(whole, 0, 12)))
                .isInstanceOf(EOFException.class);
        try (InputStream file = new ZippedFile(new ByteArrayInputStream(Arrays.copyOf(whole, 45)))) {
            assertThatThrownBy(file::readAllBytes).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void readsOnBehindWhatWasReadOfTheLog() throws Exception {
        Files.writeString(folder.resolve("app.log"), "one\n");
        assertThat(readToTheEnd()).isEmpty();
        Files.write(folder.resolve("app.2026-01-01.log.zip"), zip("one\ntwo\n"));
        Files.writeString(folder.resolve("app.log"), "three\n");

        assertThat(readToTheEnd()).isEmpty();
        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void refusesAnArchiveOfSeveralFiles() throws Exception {
        Files.write(folder.resolve("app.zip"), zip("Manifest-Version: 1.0\n", "two\n"));

        assertThat(readToTheEnd())
                .singleElement()
                .asString()
                .contains("app.zip' is not read: " + SEVERAL + ", must be a text");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void refusesAnArchiveOfSeveralFilesTheFirstOfWhichIsACopyOfWhatWasRead() throws Exception {
        Files.writeString(folder.resolve("app.log"), "one\ntwo\n");
        assertThat(readToTheEnd()).isEmpty();
        Files.write(folder.resolve("app.2026-01-01.log.zip"), zip("one\ntwo\n", "three\n"));

        assertThat(readToTheEnd()).singleElement().asString().contains(".zip' is not read: " + SEVERAL);
        assertThat(log.lines()).containsExactly("one", "two");
    }

    @Test
    void refusesAnArchiveOfSeveralFilesTheFirstOfWhichGoesOnBehindWhatWasRead() throws Exception {
        Files.writeString(folder.resolve("app.log"), "one\n");
        assertThat(readToTheEnd()).isEmpty();
        Files.write(folder.resolve("app.2026-01-01.log.zip"), zip("one\ntwo\n", "three\n"));
        Files.writeString(folder.resolve("app.log"), "four\n");

        assertThat(readToTheEnd())
                .anySatisfy(said -> assertThat(said).contains(".zip' is not read: " + SEVERAL))
                .noneSatisfy(said -> assertThat(said).contains("breaks off"));
        assertThat(log.lines()).containsExactly("one", "four");
    }

    @Test
    void readsAnArchiveThatWasMadeOnWindows() throws Exception {
        Files.write(folder.resolve("app.zip"), zip(Charset.forName("IBM437"), "Pr\u00fcfung.log", "one\n"));
        Files.writeString(folder.resolve("app.log"), "two\n");

        assertThat(readToTheEnd()).isEmpty();
        assertThat(log.lines()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void saysThatAnArchiveWhoseNameIsDamagedCannotBeReadAndReadsTheOthers() throws Exception {
        byte[] archive = zip(StandardCharsets.UTF_8, "Pr\u00fcfung.log", "one\n");
        // Its name begins behind 30 bytes; of the two bytes of its third letter the second one is none any more.
        archive[30 + 3] = ' ';
        Files.write(folder.resolve("app.zip"), archive);
        Files.writeString(folder.resolve("app.log"), "two\n");

        assertThat(readToTheEnd())
                .singleElement()
                .asString()
                .contains("app.zip' cannot be read: zip archive is damaged");
        assertThat(log.lines()).containsExactly("two");
    }

    /** Returns what was said. */
    private List<String> readToTheEnd() throws Exception {
        InputFiles inputs = new InputFiles(List.of(folder + "/app*"));
        try (TailSource source = new TailSource(
                inputs,
                SimSource.settings(8, true),
                LineFormat.TEXT,
                Clock.systemUTC(),
                System::nanoTime,
                atMost -> {})) {
            source.restore(log.takeOver());
            Outcome outcome = Outcome.MORE;
            while (outcome != Outcome.ENDED) {
                outcome = source.read(log.outlet());
                log.commit(source.changedPositions());
            }
            return source.problems();
        }
    }

    private static byte[] zip(Charset names, String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, names)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String file : files) {
                zip.putNextEntry(new ZipEntry("file" + bytes.size()));
                zip.write(file.getBytes(StandardCharsets.US_ASCII));
            }
        }
        return bytes.toByteArray();
    }
}
