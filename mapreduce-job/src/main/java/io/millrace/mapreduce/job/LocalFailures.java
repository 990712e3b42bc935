package io.millrace.mapreduce.job;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.mapred.MapOutputCollector;
import org.apache.hadoop.mapred.MapTask.MapOutputBuffer;
import org.apache.hadoop.mapred.RawKeyValueIterator;
import org.apache.hadoop.mapred.ShuffleConsumerPlugin;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.mapreduce.task.reduce.Shuffle;

/**
 * Notes why what stands around a task's own work fails in the local runner: sorting, shuffling, closing the output. Of a job that
 * fails there the runner itself says no more than "NA".
 */
final class LocalFailures {
    /** Settings that let Hadoop use the classes here. */
    static final Map<String, String> SETTINGS = Map.of(
            "mapreduce.job.map.output.collector.class", Sorting.class.getName(),
            "mapreduce.job.reduce.shuffle.consumer.plugin.class", Shuffling.class.getName());

    private LocalFailures() {}

    /** The usual sorter. */
    public static final class Sorting<K, V> extends MapOutputBuffer<K, V> {
        @Override
        public void init(MapOutputCollector.Context context) throws IOException, ClassNotFoundException {
            try {
                super.init(context);
            } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
                FailureNotes.add(Sentences.of(e));
                throw e;
            }
        }

        @Override
        public void flush() throws IOException, ClassNotFoundException, InterruptedException {
            try {
                super.flush();
            } catch (IOException | ClassNotFoundException | RuntimeException | Error e) {
                FailureNotes.add(Sentences.of(e));
                throw e;
            }
        }
    }

    /** The usual shuffle. */
    public static final class Shuffling<K, V> extends Shuffle<K, V> {
        @Override
        @SuppressWarnings("rawtypes") // as Hadoop declares it
        public void init(ShuffleConsumerPlugin.Context context) {
            try {
                super.init(context);
            } catch (RuntimeException | Error e) {
                FailureNotes.add(Sentences.of(e));
                throw e;
            }
        }

        @Override
        public RawKeyValueIterator run() throws IOException, InterruptedException {
            try {
                return super.run();
            } catch (IOException | RuntimeException | Error e) {
                FailureNotes.add(Sentences.of(e.getCause() == null ? e : e.getCause()));
                throw e;
            }
        }
    }

    /** Text as usual: keys and values with a tab in between. */
    public static final class Output<K, V> extends TextOutputFormat<K, V> {
        @Override
        public RecordWriter<K, V> getRecordWriter(TaskAttemptContext task) throws IOException, InterruptedException {
            RecordWriter<K, V> usual = super.getRecordWriter(task);
            return new RecordWriter<>() {
                @Override
                public void write(K key, V value) throws IOException, InterruptedException {
                    usual.write(key, value);
                }

                @Override
                public void close(TaskAttemptContext of) throws IOException, InterruptedException {
                    FailureNotes.noting(() -> usual.close(of));
                }
            };
        }
    }
}
