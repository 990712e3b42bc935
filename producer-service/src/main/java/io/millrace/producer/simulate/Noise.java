package io.millrace.producer.simulate;

import java.util.SplittableRandom;

/** Seeded randomness for sensors: fast, because it is drawn for each of a million readings per second. */
final class Noise {
    private final SplittableRandom random;

    Noise(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From -1 to 1, near 0 more often than near the ends (the sum of two dice). */
    double centred() {
        long bits = random.nextLong();
        return ((bits & 0xffff_ffffL) + (bits >>> 32)) * 0x1p-32 - 1.0;
    }

    /** True with this probability. */
    boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to bound - 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }
}
