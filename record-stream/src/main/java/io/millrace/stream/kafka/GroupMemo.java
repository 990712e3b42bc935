package io.millrace.stream.kafka;

/**
 * What the group is told along with an offset: which topic is stored up to there, and where. So an offset that was
 * told for another place, or for a topic that had the same name, is never taken for this one's.
 *
 * @param place where records land, for instance a folder with its file system
 */
public record GroupMemo(String place) {
    /** Brokers take 4,096 bytes by default; a memo that could be refused would keep the offset from being told. */
    private static final int LONGEST = 2_000;

    /** The memo for a topic. The same text always, for it is compared. */
    String of(String topicId) {
        String memo = "millrace topic=" + topicId + " root=" + place;
        return memo.length() <= LONGEST ? memo : "millrace topic=" + topicId + " root#" + place.hashCode();
    }
}
