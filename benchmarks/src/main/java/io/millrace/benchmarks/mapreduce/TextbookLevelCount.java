package io.millrace.benchmarks.mapreduce;

import java.io.IOException;
import java.util.StringTokenizer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.reduce.IntSumReducer;

/** The level count as Hadoop's tutorial would write it: a Text per line, a token, a one; combiner and reducer add up. */
public final class TextbookLevelCount {
    private TextbookLevelCount() {}

    /** Emits the third token of each line with a one. */
    public static final class LevelMapper extends Mapper<Object, Text, Text, IntWritable> {
        private static final IntWritable ONE = new IntWritable(1);
        private final Text level = new Text();

        @Override
        protected void map(Object key, Text value, Context context) throws IOException, InterruptedException {
            StringTokenizer tokens = new StringTokenizer(value.toString());
            for (int i = 0; tokens.hasMoreTokens(); i++) {
                String token = tokens.nextToken();
                if (i == 2) {
                    level.set(token);
                    context.write(level, ONE);
                    return;
                }
            }
        }
    }

    /** Counts the levels of INPUT into OUTPUT, on two local map slots. */
    public static void main(String[] args) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set("mapreduce.local.map.tasks.maximum", "2");
        Job job = Job.getInstance(configuration, "textbook level count");
        job.setJarByClass(TextbookLevelCount.class);
        job.setMapperClass(LevelMapper.class);
        job.setCombinerClass(IntSumReducer.class);
        job.setReducerClass(IntSumReducer.class);
        job.setOutputKeyClass(Text.class);
        job.setOutputValueClass(IntWritable.class);
        FileInputFormat.addInputPath(job, new Path(args[0]));
        FileOutputFormat.setOutputPath(job, new Path(args[1]));
        System.exit(job.waitForCompletion(false) ? 0 : 1);
    }
}
