package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.ShutdownSignal;
import io.millrace.runtime.observe.Health;
import io.millrace.runtime.retry.Outage;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Fault;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimStore;
import io.millrace.sink.sim.SimTable;
import io.millrace.sink.sim.SimWorld;
import io.millrace.sink.table.Applied;
import io.millrace.sink.table.TableContent;
import io.millrace.sink.table.TableCursor;
import io.millrace.sink.table.TableEvents;
import io.millrace.sink.table.TableFile;
import io.millrace.sink.table.TableFollower;
import io.millrace.sink.table.TableNames;
import io.millrace.sink.table.TableRefusedException;
import io.millrace.sink.table.TableSet;
import io.millrace.sink.table.TargetTable;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

/** What becomes of a follower whose catalog is away, says no, or has one bad table among good ones. */
class TableFollowerTest {
    private final Health health = new Health();
    private final ShutdownSignal stop = new ShutdownSignal();
    private final Map<String, Outage> outages = new HashMap<>();
    private final SimWorld world = stored();
    private final SimTable table = new SimTable();

    private static SimWorld stored() {
        SimWorld world = Scenario.oneFolder().world().get();
        world.kafka.createTopic("u", 1, "id-2");
        world.kafka.produce(new io.millrace.record.PartitionId("u", 0), "");
        world.storeEverything();
        return world;
    }

    private TableFollower follower(Function<String, TargetTable> opener, TableEvents events) {
        TableSet tables = new TableSet(
                SimStore.reliable(world.disk),
                SimWorld.ROOT,
                world.settings.segmentSize(),
                topic -> true,
                new TableNames("lake.{topic}"),
                opener);
        return new TableFollower(
                tables,
                name -> outages.computeIfAbsent(
                        name, made -> new Outage("table " + made, health, NOPLogger.NOP_LOGGER, Clock.systemUTC())),
                stop,
                events);
    }

    @Test
    void aCatalogThatComesBackIsWaitedForAndNothingIsMissing() throws Exception {
        int[] asked = {0};
        TargetTable flaky = table.view(new Calls(call -> ++asked[0] <= 3 ? Fault.FAIL_BEFORE : Fault.NONE));

        assertThat(follower(name -> name.equals("lake.t") ? flaky : ignored(), TableEvents.NONE)
                        .catchUp())
                .isTrue();

        assertThat(asked[0]).isGreaterThan(3);
        assertThat(table.files()).isNotEmpty();
        assertThat(health.healthy()).isTrue();
    }

    @Test
    void aTableThatIsRefusedEndsWhatWasToBringItUpToDate() {
        TableFollower follower = follower(name -> refusing(), TableEvents.NONE);

        assertThatThrownBy(follower::catchUp)
                .isInstanceOf(TableRefusedException.class)
                .hasMessage("no right to do that");
    }

    @Test
    void aTableThatIsRefusedStandsInTheHealthAndTheOthersGoOn() {
        int[] complete = {0};
        TableFollower follower = follower(
                name -> name.equals("lake.t") ? table.view(new Calls(Faults.NONE)) : refusing(), new TableEvents() {
                    @Override
                    public void complete(String name) {
                        complete[0]++;
                    }
                });

        follower.look();

        assertThat(table.files()).isNotEmpty();
        assertThat(complete[0]).isEqualTo(1);
        assertThat(health.problems()).containsExactly(Map.entry("table lake.u", "no right to do that"));
    }

    @Test
    void aLogThatIsDamagedStandsInTheHealth() {
        world.disk.delete(
                world.disk.files(SimWorld.ROOT + "/_millrace/t/0/log", ".json").get(0));

        follower(name -> table.view(new Calls(Faults.NONE)), TableEvents.NONE).look();

        assertThat(health.problems())
                .hasEntrySatisfying(
                        "table lake.t", reason -> assertThat(reason).contains("run audit to see what is missing"));
    }

    @Test
    void aStopEndsTheWaitingForACatalogThatIsAway() throws Exception {
        TargetTable away = table.view(new Calls(call -> {
            stop.request();
            return Fault.FAIL_BEFORE;
        }));

        assertThat(follower(name -> away, TableEvents.NONE).catchUp()).isFalse();
        follower(name -> away, TableEvents.NONE).follow(Duration.ofHours(1));
    }

    @Test
    void whatWasAddedIsTold() throws Exception {
        long[] rows = {0};
        follower(name -> name.equals("lake.t") ? table.view(new Calls(Faults.NONE)) : ignored(), new TableEvents() {
                    @Override
                    public void applied(String name, Applied applied) {
                        rows[0] += applied.rows();
                    }
                })
                .catchUp();

        assertThat(rows[0]).isEqualTo(24);
    }

    private static TargetTable ignored() {
        return new SimTable().view(new Calls(Faults.NONE));
    }

    private static TargetTable refusing() {
        return new TargetTable() {
            @Override
            public String name() {
                return "refusing:table";
            }

            @Override
            public int remove(TableCursor from, List<String> paths, TableCursor to) {
                throw new AssertionError("it was refused before");
            }

            @Override
            public TableCursor cursor() throws TableRefusedException {
                throw new TableRefusedException("no right to do that");
            }

            @Override
            public void append(TableCursor from, List<TableFile> files, TableCursor to) {
                throw new AssertionError("it was refused before");
            }

            @Override
            public void replace(TableCursor from, List<TableFile> files, TableCursor to) {
                throw new AssertionError("it was refused before");
            }

            @Override
            public Optional<TableContent> content() {
                return Optional.empty();
            }
        };
    }
}
