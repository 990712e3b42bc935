#!/bin/sh
# Runs a benchmark with everything that `mvn -DskipTests package` built:
#   benchmarks/run.sh sink --help      the sink against the tutorial loop, on embedded servers
#   benchmarks/run.sh levels FOLDER 2  level counts against textbook MapReduce, a plain read and ripgrep; 2 rounds
#   benchmarks/run.sh formats 5         the same readings as JSON and as framed Avro into Parquet and into Avro files, on one thread; 5 rounds
#   benchmarks/run.sh folders 5         readings into one folder and into a thousand, on one thread without servers; 5 rounds
#   benchmarks/run.sh rules            decoding and twenty rules against a tree and the CEL runtime (JMH; takes its options)
#   benchmarks/run.sh latency --help   from produce to committed alert, on embedded servers and MariaDB
#   benchmarks/run.sh sources --help   iot and tail against Kafka's producer-performance tool
set -eu
home=$(cd "$(dirname "$0")" && pwd)
[ -d "$home/target/lib" ] || { echo "benchmarks are not built: run mvn -DskipTests package" >&2; exit 2; }
class_path="$home/target/benchmarks.jar:$home/target/lib/*"
what=${1:---help}
[ $# -eq 0 ] || shift
case $what in
    sink)
        exec java -Xmx2g -cp "$class_path" io.millrace.benchmarks.sink.SinkBenchmark \
            "--sink-jar=$home/../hdfs-sink-service/target/hdfs-sink-service.jar" "$@"
        ;;
    levels)
        [ $# -eq 2 ] || { echo "usage: benchmarks/run.sh levels FOLDER ROUNDS" >&2; exit 2; }
        exec java -cp "$class_path" io.millrace.benchmarks.mapreduce.LevelsBenchmark \
            "$1" "$home/../mapreduce-job/target/mapreduce-job.jar" "$2"
        ;;
    formats)
        exec java -Xmx1g -cp "$class_path" io.millrace.benchmarks.sink.FormatBenchmark "$@"
        ;;
    folders)
        exec java -Xmx1500m -cp "$class_path" io.millrace.benchmarks.sink.FoldersBenchmark "$@"
        ;;
    rules)
        exec java -cp "$class_path" org.openjdk.jmh.Main RulesBenchmark "$@"
        ;;
    latency)
        exec java -Xmx768m -cp "$class_path" io.millrace.benchmarks.consumer.LatencyBenchmark \
            "--consumer-jar=$home/../consumer-service/target/consumer-service.jar" "$@"
        ;;
    sources)
        exec java -Xmx1g -cp "$class_path" io.millrace.benchmarks.sources.SourcesBenchmark \
            "--producer-jar=$home/../producer-service/target/producer-service.jar" "$@"
        ;;
    *) echo "usage: benchmarks/run.sh sink|formats|folders|sources|rules|latency [options] | levels FOLDER ROUNDS" >&2; [ "$what" = --help ] || exit 2 ;;
esac
