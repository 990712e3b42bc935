package io.millrace.sources.delivery;

/**
 * Something read that cannot be a record.
 *
 * @param sample its bytes, or the first of them; the letter is cut to what the dead-letter topic takes
 * @param origin where it was read, for instance {@code file:/var/log/app.log}
 * @param position where in the origin it starts: bytes in a file, a row number, an id
 * @param reason one sentence: subject, offending value, rule
 */
public record Refusal(byte[] sample, String origin, long position, String reason) {}
