package io.millrace.launcher.demo;

/**
 * One thing that must agree.
 *
 * @param what the sentence's subject, for instance {@code logs_machine: lost}
 * @param expected what it must be
 * @param found what it is
 */
record Check(String what, long expected, long found) {
    boolean holds() {
        return expected == found;
    }

    /** The sentence for a check that does not hold. */
    String failure() {
        return what + " is " + found + ", must be " + expected;
    }
}
