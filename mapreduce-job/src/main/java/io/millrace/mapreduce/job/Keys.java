package io.millrace.mapreduce.job;

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
    /** A count of records with one masked message: level, number of words and masked message. */
    static final char MESSAGE = 'M';
    /** A count of records in the course of time: minute and level. */
    static final char MINUTE = 'T';
    /** A count of records without a time: level. */
    static final char UNTIMED = 'U';

    /** What stands between a message's level and its words: how many these are, in so many digits. */
    private static final int WORDS = 3;

    private Keys() {}

    /**
     * Makes the key of a message: its level, the number of its words, and they themselves, so that messages come to the reducer sorted
     * as {@link io.millrace.mapreduce.message.Templates} wants them.
     *
     * @param bytes {@code level TAB message}, in from..from+length
     */
    static void setMessage(Text key, byte[] bytes, int from, int length) {
        int message = from;
        while (bytes[message] != '\t') {
            message++;
        }
        message++;
        int words = 1;
        for (int p = message; p < from + length; p++) {
            words += bytes[p] == ' ' ? 1 : 0;
        }
        byte[] head = {MESSAGE, 0, (byte) ('0' + words / 100), (byte) ('0' + words / 10 % 10), (byte) ('0' + words % 10)
        };
        key.set(head, 0, 1);
        key.append(bytes, from, message - from);
        key.append(head, 2, WORDS);
        key.append(bytes, message, from + length - message);
    }

    /** The level in such a key without its first character. */
    static String levelOfMessage(String name) {
        return name.substring(0, name.indexOf('\t'));
    }

    /** The message in such a key without its first character. */
    static String messageOf(String name) {
        return name.substring(name.indexOf('\t') + 1 + WORDS);
    }

    /** The reducer that gets all keys of a kind, of those that go to one. */
    static int reducerOf(char kind, int partitions) {
        return kind % partitions;
    }

    /**
     * Sends all messages to one reducer, because templates are found among all of them and compared with those of another result; all
     * minutes, whose order says what is a burst; and all examples of a form.
     */
    public static final class ByKind extends Partitioner<Text, CountWritable> {
        /** For Hadoop. */
        public ByKind() {}

        @Override
        public int getPartition(Text key, CountWritable value, int partitions) {
            byte[] b = key.getBytes();
            if (b[0] == MESSAGE || b[0] == MINUTE) {
                return reducerOf((char) b[0], partitions);
            }
            int end = key.getLength();
            if (b[0] == FORM) {
                int tab = key.find("\t");
                end = tab < 0 ? end : tab;
            }
            int hash = 0;
            for (int i = 0; i < end; i++) {
                hash = hash * 31 + b[i];
            }
            return (hash & Integer.MAX_VALUE) % partitions;
        }
    }
}
