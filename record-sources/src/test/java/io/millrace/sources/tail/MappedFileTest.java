package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Writers that map their file into memory (Log4j2's MemoryMappedFile) reserve space and fill it later, or give it back. */
class MappedFileTest extends SimDiskCase {
    private int before;

    @Override
    List<String> lines() {
        List<String> all = log.lines();
        return all.subList(before, all.size());
    }

    @Test
    void spaceOfAnyLengthIsFilledWithoutALineThatComesTwice() throws Exception {
        for (int reserved = 1; reserved <= 130; reserved++) {
            String name = reserved + ".log";
            write(name, "one\n" + "\0".repeat(reserved));
            start(name);
            poll();
            byte[] two = "two\n".getBytes(StandardCharsets.UTF_8);
            disk.write(disk.create(path(name)), 4, two);
            poll();
            disk.write(disk.create(path(name)), 8, "three\n".getBytes(StandardCharsets.UTF_8));
            poll();

            assertThat(lines()).as("%d NUL", reserved).containsExactly("one", "two", "three");
            assertThat(source.problems()).isEmpty();
            assertThat(truncated).isEmpty();
            startAnew(name);
        }
    }

    @Test
    void spaceThatIsGivenBackIsNoTruncation() throws Exception {
        for (int reserved : new int[] {1, 3, 4, 63, 64, 100}) {
            String name = reserved + ".log";
            write(name, "one\n" + "\0".repeat(reserved));
            start(name);
            poll();
            disk.giveBack(disk.create(path(name)), 4);
            poll();
            write(name, "two\n");
            poll();

            assertThat(lines()).as("%d NUL", reserved).containsExactly("one", "two");
            assertThat(source.problems()).isEmpty();
            assertThat(truncated).isEmpty();
            startAnew(name);
        }
    }

    @Test
    void nulBetweenOtherBytesIsRead() throws Exception {
        write("app.log", "a\0\0b\n\0c\n");
        start("app.log");
        poll();

        assertThat(lines()).containsExactly("a\0\0b", "\0c");
    }

    @Test
    void theLastLineOfWideTextIsRead() throws Exception {
        for (String charset : new String[] {"UTF-16LE", "UTF-16BE"}) {
            String name = charset + ".log";
            byte[] text = "\uFEFFone\ntwo\n".getBytes(Charset.forName(charset));
            write(name, text);
            start(name);
            poll();

            assertThat(lines()).as(charset).containsExactly("one", "two");
            for (byte[] position : log.positions().values()) {
                assertThat(FilePosition.fromBytes(name, position).reached().offset())
                        .as(charset)
                        .isEqualTo(text.length);
            }
            startAnew(name);
        }
    }

    private void startAnew(String name) {
        source.close();
        log.positions().clear();
        before = log.lines().size();
        disk.delete(path(name));
    }
}
