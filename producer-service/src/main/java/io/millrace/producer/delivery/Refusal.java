package io.millrace.producer.delivery;

/**
 * Something read that cannot be a record.
 *
 * @param sample its first bytes
 * @param origin where it was read, for instance {@code file:/var/log/app.log}
 * @param position where in the origin it starts: bytes in a file, a row number, an id
 * @param reason one sentence: subject, offending value, rule
 */
public record Refusal(byte[] sample, String origin, long position, String reason) {}
