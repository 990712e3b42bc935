package io.millrace.benchmarks.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.millrace.consumer.engine.EventClock;
import io.millrace.consumer.engine.EventFormat;
import io.millrace.consumer.engine.EventReader;
import io.millrace.consumer.engine.PartitionBatch;
import io.millrace.consumer.engine.PartitionEngine;
import io.millrace.consumer.rules.InvalidRulesException;
import io.millrace.consumer.rules.RuleReader;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.record.HeldRecord;
import io.millrace.record.PartitionId;
import io.millrace.record.TryLaterException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Readings per second and core through decoding, validation and twenty rules: the service's engine, against what one
 * writes first, Jackson's tree and the CEL runtime, which does without validation, windows and alert messages.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgs = "-Xmx512m")
public class RulesBenchmark {
    /** What one poll gives at most. */
    private static final int BATCH = 5_000;
    /** Two minutes of event time, so that windows open and close. */
    private static final int READINGS = 60_000;

    private static final double ANOMALIES = 0.02;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.001Z");
    private static final PartitionId PARTITION = new PartitionId("readings", 0);
    private static final Pattern CONDITION = Pattern.compile("condition: \"(.*?)\"[,}]");

    private final List<List<HeldRecord>> batches = new ArrayList<>();
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<CelRuntime.Program> programs = new ArrayList<>();
    private RuleSet twenty;
    private RuleSet withoutMemory;

    /** Makes the records and both contenders. */
    @Setup
    public void prepare() throws InvalidRulesException, CelValidationException, CelEvaluationException {
        PlantReadings readings = new PlantReadings(ANOMALIES);
        for (int from = 0; from < READINGS; from += BATCH) {
            List<HeldRecord> batch = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                // 2 ms apart: 500 readings a second from this partition.
                Instant time = START.plusMillis(2L * i);
                byte[] value = readings.next(time);
                batch.add(new HeldRecord(PARTITION, i, time.toEpochMilli(), readings.key(), value, List.of()));
            }
            batches.add(batch);
        }
        String text = TwentyRules.text();
        twenty = RuleReader.read(TwentyRules.FILE, text);
        withoutMemory = RuleReader.read(TwentyRules.FILE, TwentyRules.withoutMemory());
        compile(text);
    }

    private int evaluate(RuleSet rules, Blackhole blackhole) throws TryLaterException {
        PartitionEngine engine = new PartitionEngine(
                "topic-id",
                PARTITION,
                EventReader.of(Map.of(PARTITION.topic(), EventFormat.JSON)),
                rules,
                Duration.ofDays(365),
                EventClock.START,
                Map.of());
        int found = 0;
        for (List<HeldRecord> batch : batches) {
            PartitionBatch result =
                    engine.process(batch, batch.get(batch.size() - 1).offset() + 1);
            found += result.alerts().size();
            blackhole.consume(result);
        }
        return found;
    }

    private void compile(String text) throws CelValidationException, CelEvaluationException {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("reading", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .build();
        CelRuntime runtime = CelRuntimeFactory.legacyCelRuntimeBuilder().build();
        Matcher condition = CONDITION.matcher(text);
        while (condition.find()) {
            if (condition.group(1).contains("reading.")) {
                CelAbstractSyntaxTree tree =
                        compiler.compile(condition.group(1)).getAst();
                programs.add(runtime.createProgram(tree));
            }
        }
    }

    /** The service: 17 rules on single readings, 3 with memory; window state is written as bytes once a batch. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public int twentyRules(Blackhole blackhole) throws TryLaterException {
        return evaluate(twenty, blackhole);
    }

    /** The service with the 17 rules on single readings only, which is what the baseline does. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public int seventeenRulesWithoutMemory(Blackhole blackhole) throws TryLaterException {
        return evaluate(withoutMemory, blackhole);
    }

    /** The 17 rules as one writes them first. */
    @Benchmark
    @OperationsPerInvocation(READINGS)
    public int seventeenRulesByTreeAndCelRuntime() throws IOException, CelEvaluationException {
        int found = 0;
        for (List<HeldRecord> batch : batches) {
            for (HeldRecord record : batch) {
                found += byTreeAndCelRuntime(record.valueBytes());
            }
        }
        return found;
    }

    private int byTreeAndCelRuntime(byte[] value) throws IOException, CelEvaluationException {
        JsonNode tree = mapper.readTree(value);
        Map<String, Object> reading = new HashMap<>();
        reading.put("device_id", tree.path("device_id").asText());
        reading.put("type", tree.path("type").asText());
        reading.put("value", tree.path("value").asDouble());
        reading.put("unit", tree.path("unit").asText());
        reading.put("timestamp", tree.path("timestamp").asText());
        reading.put("anomaly", tree.path("anomaly").asBoolean());
        Map<String, Object> variables = Map.of("reading", reading);
        int found = 0;
        for (CelRuntime.Program program : programs) {
            if (Boolean.TRUE.equals(program.eval(variables))) {
                found++;
            }
        }
        return found;
    }
}
