package io.millrace.stream.kafka;

/**
 * What the group is told along with an offset: which topic, below which root, is stored up to there. So an offset that was
 * told for another root, or for a topic that had the same name, is never taken for this one's.
 *
 * @param root the root folder with its file system
 */
public record GroupMemo(String root) {
    /** Brokers take 4,096 bytes by default; a memo that could be refused would keep the offset from being told. */
    private static final int LONGEST = 2_000;

    /** The memo for a topic. The same text always, for it is compared. */
    String of(String topicId) {
        String memo = "millrace topic=" + topicId + " root=" + root;
        return memo.length() <= LONGEST ? memo : "millrace topic=" + topicId + " root#" + root.hashCode();
    }
}
