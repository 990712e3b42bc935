package io.millrace.producer.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BinlogPlaceTest {
    private static final Map<String, Object> BEFORE = place("binlog.000001", 1793, "1-1-8");

    @Test
    void keepsAPlaceWhenTheHeadOfItsFileIsToldWithTheSameTransactions() {
        assertThat(saved(place("binlog.000001", 4, "1-1-8"))).isSameAs(BEFORE);
    }

    @Test
    void movesOnToTheHeadOfAnotherFileAndBehindOtherTransactions() {
        assertThat(saved(place("binlog.000002", 4, "1-1-8")))
                .containsEntry("file", "binlog.000002")
                .containsEntry("pos", 4)
                .containsEntry("millrace_server", "1");
        assertThat(saved(place("binlog.000001", 4, "1-1-9"))).containsEntry("gtids", "1-1-9");
        assertThat(saved(place("binlog.000001", 1900, "1-1-8"))).containsEntry("pos", 1900);
    }

    private static Map<String, Object> saved(Map<String, Object> place) {
        return BinlogPlace.saved(place, BEFORE, "1");
    }

    private static Map<String, Object> place(String file, int position, String ids) {
        return Map.of("file", file, "pos", position, "gtids", ids);
    }
}
