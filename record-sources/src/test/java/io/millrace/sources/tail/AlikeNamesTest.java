package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlikeNamesTest {
    private final Random random = new Random(1);

    @Test
    void whatIsFoundIsWhatIsMostAlikeOfAll() {
        for (int world = 0; world < 300; world++) {
            List<Path> all =
                    Stream.generate(this::file).limit(1 + random.nextInt(40)).toList();
            AlikeNames names = new AlikeNames();
            all.forEach(names::add);
            for (int i = 0; i < 20; i++) {
                String name = name();

                assertThat(names.mostAlike(name))
                        .isEqualTo(all.stream()
                                .max(Comparator.comparingInt(file -> RotatedName.likeness(
                                        name, file.getFileName().toString()))));
            }
        }
    }

    @Test
    void ofNoneNothingIsAlike() {
        assertThat(new AlikeNames().mostAlike("app-1.log")).isEmpty();
    }

    private Path file() {
        return Path.of("/logs", name());
    }

    private String name() {
        String day = random.nextInt(3) == 0 ? "2026-01-0" + random.nextInt(10) + "-" : "";
        String log = random.nextBoolean() ? "app" : "a";
        return log + random.nextInt(120) + "-" + day + random.nextInt(30) + (random.nextBoolean() ? ".log" : ".txt");
    }
}
