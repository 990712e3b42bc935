package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
    private final byte[] bytes = new byte[200_000];
    private final Recent recent = new Recent();

    RecentTest() {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 256);
        }
    }

    @Test
    void remembersTheLast64KibHoweverTheyCame() {
        for (int at = 0; at < bytes.length; at += 1000) {
            recent.add(at, bytes, at, 1000);
        }

        assertThat(recent.before(bytes.length, 1024)).contains(Fingerprint.of(bytes, bytes.length - 1024, 1024));
        assertThat(recent.before(bytes.length - 60_000, 1024))
                .contains(Fingerprint.of(bytes, bytes.length - 61_024, 1024));
        assertThat(recent.before(bytes.length - 70_000, 1024)).isEmpty();
        assertThat(recent.before(bytes.length + 1, 1024)).isEmpty();
    }

    @Test
    void remembersTheEndOfMoreThanItCanHold() {
        recent.add(0, bytes, 0, bytes.length);

        assertThat(recent.before(bytes.length - 5, 10)).contains(Fingerprint.of(bytes, bytes.length - 15, 10));
    }

    @Test
    void forgetsWhatIsNotBeforeWhatIsRead() {
        recent.add(0, bytes, 0, 1000);
        recent.add(5000, bytes, 5000, 1000);

        assertThat(recent.before(6000, 1000)).contains(Fingerprint.of(bytes, 5000, 1000));
        assertThat(recent.before(1000, 10)).isEmpty();
        assertThat(recent.before(5500, 1000)).isEmpty();
    }
}
