package io.millrace.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainPathTest {
    @TempDir
    Path temporary;

    @Test
    void aPlainPathIsItsOwnName() throws Exception {
        try (PlainPath path = PlainPath.of(temporary)) {
            assertThat(path.path()).isEqualTo(temporary);
        }
    }

    @Test
    void anyOtherHasALinkForAsLongAsItIsNeeded() throws Exception {
        Path links = temporary.resolve("links");
        for (String name : new String[] {"a b", "50%", "it's", "\"q\"", "ü", "名", "a,b", "{x}[y]"}) {
            Path folder = Files.createDirectories(temporary.resolve(name));
            Files.writeString(folder.resolve("file"), name);
            try (PlainPath path = PlainPath.of(folder, links)) {
                assertThat(path.path().toString()).matches("[A-Za-z0-9_/.-]+");
                assertThat(path.path().resolve("file")).hasContent(name);
                // As after a kill: the link is there already.
                try (PlainPath again = PlainPath.of(folder, links)) {
                    assertThat(again.path()).isEqualTo(path.path());
                }
            }
            assertThat(folder.resolve("file")).hasContent(name);
        }
        assertThat(links).isEmptyDirectory();
    }
}
