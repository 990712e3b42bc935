package io.millrace.mapreduce.job;

import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Partitioner;

/** The first character of keys between map and reduce says what is counted; it never reaches the output. */
final class Keys {
    /** A file that could not be read, with the reason; sorted before everything else. */
    static final char BAD_FILE = 'B';
    /** A count of records: level, or label and level. */
    static final char COUNT = 'C';
    /** A form in which no level was found: shape and masked example, with its records. */
    static final char FORM = 'F';
    /** A count of messages alike: level and template. */
    static final char MESSAGE = 'M';
    /** A count of records in the course of time: minute and level. */
    static final char MINUTE = 'T';
    /** A count of records without a time: level. */
    static final char UNTIMED = 'U';

    private Keys() {}

    /**
     * Sends all messages of a level to one reducer, because the most frequent have to be compared, all of a form, and all minutes, whose
     * order says what is a burst.
     */
    public static final class ByLevel extends Partitioner<Text, LongWritable> {
        /** For Hadoop. */
        public ByLevel() {}

        @Override
        public int getPartition(Text key, LongWritable value, int partitions) {
            byte[] b = key.getBytes();
            int end = key.getLength();
            if (b[0] == MESSAGE || b[0] == FORM) {
                int tab = key.find("\t");
                end = tab < 0 ? end : tab;
            } else if (b[0] == MINUTE) {
                end = 1;
            }
            int hash = 0;
            for (int i = 0; i < end; i++) {
                hash = hash * 31 + b[i];
            }
            return (hash & Integer.MAX_VALUE) % partitions;
        }
    }
}
