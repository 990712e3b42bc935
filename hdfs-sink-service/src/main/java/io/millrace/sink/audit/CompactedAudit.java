package io.millrace.sink.audit;

/**
 * What has become large files since it was committed, as far as these are there.
 *
 * @param files committed files that are parts of large ones
 * @param large files that they have become
 */
public record CompactedAudit(long files, long large) {
    /** Nothing. */
    public static final CompactedAudit NONE = new CompactedAudit(0, 0);

    /** Both together. */
    CompactedAudit plus(CompactedAudit other) {
        return new CompactedAudit(files + other.files, large + other.large);
    }
}
