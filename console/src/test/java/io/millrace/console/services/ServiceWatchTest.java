package io.millrace.console.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.console.services.ServiceState.Condition;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceWatchTest {
    private static final String SINK = """
            # HELP millrace_flow This service carries records from one place to another
            # TYPE millrace_flow gauge
            millrace_flow{command="run",from="topic:logs",group="sink-logs",service="hdfs-sink-service",to="hdfs:/user/kafka/\\"odd\\\\name\\""} 1
            process_uptime_seconds{command="run",service="hdfs-sink-service"} 12.5
            millrace_sink_committed_records_total{command="run",partition="0",service="hdfs-sink-service",topic="logs"} %s
            millrace_sink_committed_records_total{command="run",partition="1",service="hdfs-sink-service",topic="logs"} 100
            millrace_lag{partition="0",topic="logs"} 7
            millrace_lag{partition="1",topic="logs"} 5.0
            millrace_sink_commits_total{reason="event_time",topic="logs"} 3.0
            millrace_sink_commits_total{reason="event_time",topic="more"} 4.0
            millrace_sink_commits_total{reason="age",topic="logs"} 2.0
            millrace_sink_table_age_seconds{table="a.b"} 4.2
            millrace_sink_table_age_seconds{table="a.c"} 61.0
            millrace_sink_commit_age_seconds{partition="0"} 1.5
            millrace_sink_commit_age_seconds{partition="1"} NaN
            jvm_memory_used_bytes{area="heap",id="Eden"} 1000
            jvm_memory_used_bytes{area="nonheap",id="Code"} 5000
            """;

    private final List<ServiceAddress> there = new ArrayList<>();
    private final Map<String, ServiceWatch.Answer> answers = new HashMap<>();
    private long nanos = 1;

    private final ServiceWatch watch = new ServiceWatch(
            () -> List.copyOf(there),
            (services, paths) -> services.stream()
                    .map(service -> paths.stream()
                            .map(path -> answers.get(service.name() + path))
                            .toList())
                    .toList(),
            () -> nanos);

    private void service(String name, boolean alive) {
        there.removeIf(one -> one.name().equals(name));
        there.add(new ServiceAddress(name, URI.create("http://127.0.0.1:1"), alive));
    }

    private void says(String name, String health, String metrics) {
        answers.put(name + "/health", new ServiceWatch.Answer(health, health == null ? "nothing listens there" : null));
        answers.put(
                name + "/metrics", new ServiceWatch.Answer(metrics, metrics == null ? "nothing listens there" : null));
    }

    private void seconds(long seconds) {
        nanos += seconds * 1_000_000_000;
    }

    @Test
    void aServiceIsSeenAsItShowsItself() {
        service("sink", true);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1000"));
        watch.look();
        seconds(2);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1050"));
        ServiceState seen = watch.look().get(0);
        assertThat(seen.state()).isEqualTo(Condition.up);
        assertThat(seen.service()).isEqualTo("hdfs-sink-service");
        assertThat(seen.command()).isEqualTo("run");
        assertThat(seen.flows()).containsExactly(new ServiceState.Flow("topic:logs", "hdfs:/user/kafka/\"odd\\name\""));
        assertThat(seen.group()).isEqualTo("sink-logs");
        assertThat(seen.records()).isEqualTo(25);
        assertThat(seen.total()).isEqualTo(1_150);
        assertThat(seen.lag()).isEqualTo(12);
        assertThat(seen.commitAge()).isEqualTo(1.5);
        assertThat(seen.bytes()).isNull();
        assertThat(seen.facts())
                .contains(
                        new ServiceState.Fact("heap bytes", 1_000),
                        new ServiceState.Fact("commits by age", 2),
                        new ServiceState.Fact("commits by event time", 7),
                        new ServiceState.Fact("seconds that its tables are behind", 61));
    }

    @Test
    void whatIsAwayIsSaidInTheServicesOwnWords() {
        service("sink", true);
        says("sink", "{\"status\":\"down\",\"problems\":{\"HDFS\":\"is in safe mode\"}}", SINK.formatted("1"));
        ServiceState seen = watch.look().get(0);
        assertThat(seen.state()).isEqualTo(Condition.down);
        assertThat(seen.problems()).containsExactly(Map.entry("HDFS", "is in safe mode"));
    }

    @Test
    void aServiceThatIsSilentForAMomentIsNotGone() {
        service("sink", true);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1"));
        watch.look();
        says("sink", null, null);
        seconds(5);
        assertThat(watch.look().get(0).state()).isEqualTo(Condition.up);
        seconds(10);
        ServiceState seen = watch.look().get(0);
        assertThat(seen.state()).isEqualTo(Condition.gone);
        assertThat(seen.problem()).isEqualTo("It does not answer: nothing listens there");
        assertThat(seen.flows()).hasSize(1);
    }

    @Test
    void oneWhoseProcessDiedIsGoneAtOnce() {
        service("sink", true);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1"));
        watch.look();
        service("sink", false);
        says("sink", null, null);
        assertThat(watch.look().get(0).problem()).contains("ended without a word");
    }

    @Test
    void oneThatEndedIsShownForAnHour() {
        service("sink", true);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1"));
        watch.look();
        there.clear();
        seconds(3_000);
        assertThat(watch.look()).singleElement().satisfies(seen -> {
            assertThat(seen.state()).isEqualTo(Condition.gone);
            assertThat(seen.problem()).isEqualTo("It has ended.");
        });
        seconds(1_000);
        assertThat(watch.look()).isEmpty();
    }

    @Test
    void aServiceThatWasStartedAnewHasNoNegativeRate() {
        service("sink", true);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1000"));
        watch.look();
        seconds(1);
        says("sink", "{\"status\":\"up\"}", SINK.formatted("1"));
        assertThat(watch.look().get(0).records()).isNull();
    }

    @Test
    void aServiceThatIsNotSwitchedOnIsNotShown() {
        service("off", true);
        answers.put("off/health", new ServiceWatch.Answer(null, "nobody knows its host", true));
        answers.put("off/metrics", new ServiceWatch.Answer(null, "nobody knows its host", true));
        assertThat(watch.look()).isEmpty();
        says("off", "{\"status\":\"up\"}", SINK.formatted("1"));
        assertThat(watch.look()).hasSize(1);
        answers.put("off/health", new ServiceWatch.Answer(null, "nobody knows its host", true));
        seconds(60);
        assertThat(watch.look().get(0).problem()).isEqualTo("It does not answer: nobody knows its host");
    }

    @Test
    void whatIsNoServiceIsSaidToBeNone() {
        service("page", true);
        says("page", "<html>", "<html>\nx{ y");
        assertThat(watch.look().get(0).problem()).isEqualTo("What answers there is none of Millrace's services.");
    }
}
