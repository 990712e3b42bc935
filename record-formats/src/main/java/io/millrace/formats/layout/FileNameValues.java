package io.millrace.formats.layout;

/**
 * What the name of a committed file can be made of.
 *
 * @param topic the topic's name
 * @param partition the partition's number
 * @param startOffset offset of the file's first record
 * @param nextOffset offset after the file's last record
 * @param fileNumber number of the data file among all committed files of the partition, from 0
 */
public record FileNameValues(String topic, int partition, long startOffset, long nextOffset, long fileNumber) {
    /** The same of another topic. */
    FileNameValues of(String other) {
        return new FileNameValues(other, partition, startOffset, nextOffset, fileNumber);
    }
}
