package io.millrace.sources.tail;

/**
 * What stands before a place in a file's content: a fact about that content, however far it is read.
 *
 * @param offset the place
 * @param before the bytes before it
 */
record Mark(long offset, Fingerprint before) {
    static Mark of(long offset, byte[] bytes, int end, int length) {
        return new Mark(offset, Fingerprint.of(bytes, end - length, length));
    }
}
