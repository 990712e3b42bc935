package io.millrace.console.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NewestMessagesTest {
    private static ShownMessage message(int partition, long offset, long time, int characters) {
        return new ShownMessage(
                "t",
                partition,
                offset,
                time,
                null,
                "x".repeat(characters),
                false,
                -1,
                characters,
                false,
                "",
                List.of());
    }

    @Test
    void theNewestAreKeptNewestFirst() {
        NewestMessages newest = new NewestMessages(3);
        for (int i = 0; i < 10; i++) {
            newest.add(message(i % 2, i, 100 - i, 1));
        }
        assertThat(newest.all()).extracting(ShownMessage::offset).containsExactly(0L, 1L, 2L);
        assertThat(newest.hasDropped()).isTrue();
        assertThat(newest.isOlder(97)).isTrue();
        assertThat(newest.isOlder(98)).isFalse();
    }

    @Test
    void untilThereAreEnoughEverythingIsNewEnough() {
        NewestMessages newest = new NewestMessages(3);
        newest.add(message(0, 1, 50, 1));
        assertThat(newest.isOlder(1)).isFalse();
        assertThat(newest.hasDropped()).isFalse();
    }

    @Test
    void longOnesDoNotFillTheHeap() {
        NewestMessages newest = new NewestMessages(10_000);
        for (int i = 0; i < 2_000; i++) {
            newest.add(message(0, i, i, 16_384));
        }
        long characters = newest.all().stream()
                .mapToLong(message -> message.value().length())
                .sum();
        assertThat(characters).isPositive().isLessThanOrEqualTo(NewestMessages.MOST_CHARACTERS);
        assertThat(newest.all().get(0).offset()).isEqualTo(1_999);
        assertThat(newest.hasDropped()).isTrue();
    }

    @Test
    void oneThatIsLongerThanAllOfItIsShownAllTheSame() {
        NewestMessages newest = new NewestMessages(5);
        newest.add(message(0, 0, 0, (int) NewestMessages.MOST_CHARACTERS + 1));
        assertThat(newest.all()).hasSize(1);
    }
}
