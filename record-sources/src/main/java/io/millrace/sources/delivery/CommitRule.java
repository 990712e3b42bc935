package io.millrace.sources.delivery;

import java.time.Duration;

/**
 * When a transaction is committed although more records are there.
 *
 * @param records after this many records; at least 1
 * @param age after this time since the transaction's first record; positive
 */
public record CommitRule(long records, Duration age) {
    public CommitRule {
        if (records < 1) {
            throw new IllegalArgumentException("records is " + records + ", must be at least 1");
        }
        if (age.isZero() || age.isNegative()) {
            throw new IllegalArgumentException("age is " + age + ", must be positive");
        }
    }
}
