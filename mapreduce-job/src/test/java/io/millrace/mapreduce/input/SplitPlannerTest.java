package io.millrace.mapreduce.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitPlannerTest {
    @Test
    void every_byte_of_every_file_is_in_exactly_one_part() {
        List<InputFile> files = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            files.add(file("f" + i, 1 + i * 37L % 900, i % 3 != 0));
        }
        for (long target : new long[] {1, 10, 100, 1000, 100_000}) {
            List<FileChunk> chunks = SplitPlanner.plan(files, target).stream()
                    .flatMap(split -> split.chunks().stream())
                    .toList();
            for (InputFile file : files) {
                long next = 0;
                for (FileChunk chunk : chunks.stream()
                        .filter(c -> c.path().equals(file.path()))
                        .sorted(java.util.Comparator.comparing(FileChunk::start))
                        .toList()) {
                    assertThat(chunk.start()).isEqualTo(next);
                    next = chunk.end();
                    assertThat(file.splittable() || chunk.isWhole()).isTrue();
                }
                assertThat(next).isEqualTo(file.length());
            }
        }
    }

    @Test
    void small_files_share_a_split_and_large_files_are_cut_evenly() {
        List<InputFile> small = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            small.add(file("f" + i, 10, true));
        }
        assertThat(SplitPlanner.plan(small, 5000)).hasSize(2);
        assertThat(SplitPlanner.plan(List.of(file("big", 1000, true)), 300))
                .extracting(SplitPlanner.Split::length)
                .containsOnly(333L, 334L);
        assertThat(SplitPlanner.plan(List.of(file("big.gz", 1000, false)), 300)).hasSize(1);
    }

    @Test
    void parts_go_to_the_hosts_that_store_most_of_them() {
        InputFile file = new InputFile(
                "f",
                200,
                true,
                List.of(
                        new InputFile.Block(0, 100, List.of("a", "b")),
                        new InputFile.Block(100, 100, List.of("b", "c"))));
        assertThat(SplitPlanner.plan(List.of(file), 100))
                .extracting(split -> split.hosts())
                .containsExactlyInAnyOrder(List.of("a", "b"), List.of("b", "c"));
        assertThat(SplitPlanner.plan(List.of(file), 200).get(0).hosts()).containsExactly("b", "a", "c");
    }

    @Test
    void a_split_size_below_one_byte_is_refused() {
        assertThatThrownBy(() -> SplitPlanner.plan(List.of(), 0)).hasMessage("split size 0: must be at least 1 byte");
    }

    private static InputFile file(String path, long length, boolean splittable) {
        return new InputFile(path, length, splittable, List.of());
    }
}
