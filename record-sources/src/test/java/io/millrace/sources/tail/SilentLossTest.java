package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be missing is said, and nothing else is. */
class SilentLossTest extends SimDiskCase {
    @Test
    void spaceThatWasReservedAndIsGivenBackIsNotMissed() throws Exception {
        for (boolean grows : new boolean[] {true, false}) {
            write("app.log", grows ? "one\n" : "one\n" + "\0".repeat(5000));
            start("app.log*");
            poll();
            if (grows) {
                write("app.log", new byte[5000]);
                poll();
            }
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "one\n");
            if (!grows) {
                poll();
            }
            write("app.log.gz", SimPacking.GZIP.pack("one\n".getBytes(StandardCharsets.ISO_8859_1)));
            disk.delete(path("app.log"));
            pollFor(30);

            assertThat(source.problems()).isEmpty();
            assertThat(truncated).isEmpty();
            assertThat(log.lines()).containsOnly("one");
            assertThat(lines()).hasSize(grows ? 1 : 2);
            source.close();
            log.positions().clear();
            disk.delete(path("app.log.gz"));
        }
    }

    @Test
    void whatWasSeenAndIsGoneFromAFileBeforeItIsBegunIsTold() throws Exception {
        write("app.log", "seen and lost\n");
        awaited = "open /logs/app.log";
        reads = 1;
        beforeThatRead = () -> {
            disk.truncate(disk.create(path("app.log")));
            write("app.log", "x\n");
        };
        start("app.log", true);
        readToTheEnd();

        assertThat(source.problems()).singleElement().asString().contains("became shorter", "/logs/app.log");
        assertThat(truncated).containsOnly(source.problems().get(0));
    }

    @Test
    void whatIsTruncatedWhileItIsReadIsToldUnlessACopyIsFound() throws Exception {
        for (boolean copied : new boolean[] {false, true}) {
            write("app.log", numbered(100));
            disk.readAtMost(100);
            start("app.log*", true);
            reads = 120;
            beforeThatRead = () -> {
                if (copied) {
                    write("app.log.1", numbered(100));
                }
                disk.truncate(disk.create(path("app.log")));
                write("app.log", "next\n");
            };
            readToTheEnd();

            assertThat(truncated).singleElement().asString().contains("reading it from its start");
            assertThat(source.problems()).hasSize(copied ? 0 : 1);
            assertThat(log.lines()).endsWith("next");
            truncated.clear();
            source.close();
            log.positions().clear();
            disk.delete(path("app.log"));
        }
    }

    @Test
    void anEmptyFileThatGetsAForeignNameAndIsWrittenToIsTold() throws Exception {
        disk.create(path("app.log"));
        start("app.log");
        poll();
        source.close();
        disk.rename(path("app.log"), path("foreign"));
        write("foreign", "one\n");
        start("app.log");
        pollFor(10);

        assertThat(source.problems())
                .singleElement()
                .asString()
                .contains("'/logs/app.log' was empty", "'/logs/foreign'");
        assertThat(lines()).isEmpty();
    }

    @Test
    void whatIsWrittenOverALogThatHasAForeignNameIsNoLog() throws Exception {
        write("app.log", "one\n");
        start("app.log");
        poll();
        disk.rename(path("app.log"), path("foreign"));
        poll();
        write("foreign", "two\n");
        poll();
        disk.truncate(disk.create(path("foreign")));
        write("foreign", "of another, and longer than that\n");
        // Not a look: a read shows it.
        source.read(log.outlet());
        assertThat(truncated).hasSize(1);
        pollFor(10);

        assertThat(lines()).containsExactly("one", "two");
        assertThat(truncated).hasSize(1);
    }

    @Test
    void theLineThatAPassedBeginningEndsInIsFoundHoweverLongItIs() throws Exception {
        write("app.log", "one\n" + "-".repeat(3 << 20) + "\n");
        FileEnds ends = new FileEnds(SimSource.settings(8, false).lines());
        try (Content content = Content.open(disk.view(call -> {}), path("app.log"))) {
            Reached place = new Reached(3 << 20, 0, Fingerprint.EMPTY, Fingerprint.EMPTY, List.of());

            assertThat(ends.lineStart("/logs/app.log", content, place).offset()).isEqualTo(4);
        }
    }
}
