package io.millrace.sink.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.record.PartitionId;
import io.millrace.sink.commit.DoneRecord;
import io.millrace.sink.done.Look;
import io.millrace.sink.done.MarkRules;
import io.millrace.sink.done.Marker;
import io.millrace.sink.done.MarksRefusedException;
import io.millrace.sink.sim.Calls;
import io.millrace.sink.sim.Faults;
import io.millrace.sink.sim.SimWorld;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a folder is done. The clock is at 08:00; records may be ten minutes late. */
class MarkerTest {
    private static final String FOLDER = "dt=2027-01-15/hour=";

    private final Marks marks = new Marks(2);

    private static Instant time(String time) {
        return Instant.ofEpochMilli(Marks.at(time));
    }

    private Look look() throws IOException {
        Marker marker = marks.marker(new Calls(Faults.NONE), 1_000);
        Look look = marker.step();
        marks.check("after a look");
        return look;
    }

    @Test
    void theLatestRecordOfThePartitionThatIsFurthestBehindSaysWhatIsDone() throws IOException {
        marks.kafkaHasMore = 1;
        marks.produce(0, "05:30:00");
        marks.produce(0, "07:59:00");
        marks.produce(1, "06:09:59");
        marks.store();
        Look look = look();
        assertThat(look.before()).isEqualTo(time("05:00:00"));
        assertThat(look.heldUpBy()).hasValue(1);
        marks.produce(1, "06:10:00");
        marks.store();
        assertThat(look().before()).isEqualTo(time("06:00:00"));
        assertThat(marks.marked()).containsExactly(FOLDER + "05");
    }

    @Test
    void aPartitionThatIsIdleHoldsNothingUpAndOneWithASingleRecordToStoreDoes() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        assertThat(look().before()).isEqualTo(time("07:00:00"));
        marks.world.clock.set(Marks.at("09:10:00"));
        marks.produce(1, "08:05:00");
        assertThat(look().before()).isEqualTo(time("07:00:00"));
        marks.store();
        assertThat(look().before()).isEqualTo(time("09:00:00"));
    }

    @Test
    void whereKafkaDoesNotAnswerNothingIsDecided() throws IOException {
        marks.kafkaAnswers = false;
        marks.produce(0, "05:30:00");
        marks.produce(0, "07:30:00");
        marks.produce(1, "07:30:00");
        marks.store();
        Look look = look();
        assertThat(look.before()).isEqualTo(Instant.MIN);
        // A partition that was added, of whose records nothing is stored, is known to Kafka alone.
        marks.world.kafka.addPartition(new PartitionId("t", 2));
        marks.produce(2, "05:40:00");
        marks.world.clock.set(Marks.at("12:00:00"));
        assertThat(look().before()).isEqualTo(Instant.MIN);
        assertThat(marks.marked()).isEmpty();
        marks.kafkaAnswers = true;
        marks.store();
        assertThat(look().before()).isEqualTo(time("11:00:00"));
        assertThat(marks.marked()).containsExactly(FOLDER + "05", FOLDER + "07");
    }

    @Test
    void anotherClusterSaysNothingOfWhatIsStored() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        marks.produce(1, "07:30:00");
        marks.kafkaCluster = Optional.of("staging");
        marks.world.clock.set(Marks.at("12:00:00"));
        assertThatThrownBy(this::look)
                .isInstanceOf(MarksRefusedException.class)
                .hasMessageContaining("Kafka cluster staging has the topic")
                .hasMessageEndingWith("nothing is decided");
        assertThat(marks.marked()).isEmpty();
    }

    @Test
    void aKafkaThatLostWhatIsStoredMakesNoPartitionIdle() throws IOException {
        marks.produce(0, "05:30:00");
        marks.produce(1, "05:30:00");
        marks.store();
        marks.kafkaHasMore = -1;
        assertThatThrownBy(this::look)
                .isInstanceOf(MarksRefusedException.class)
                .hasMessageContaining("ends at offset 0 in Kafka, and records up to offset 1 are stored");
        assertThat(marks.marked()).isEmpty();
    }

    @Test
    void aClockThatIsFarAheadClosesNothing() throws IOException {
        marks.kafkaHasMore = 1;
        marks.produce(1, "06:30:00");
        marks.produce(0, "05:30:00");
        marks.produce(0, "08:30:00");
        marks.store();
        // What is ahead by half an hour shows no more than that its hour has begun, and this one has.
        assertThat(look().before()).isEqualTo(time("06:00:00"));
        marks.produce(1, "20:00:00");
        marks.store();
        assertThat(look().before()).isEqualTo(time("06:00:00"));
    }

    @Test
    void recordsThatComeIntoFoldersThatAreDoneAreLate() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        look();
        marks.produce(0, "05:31:00");
        marks.produce(1, "04:31:00");
        marks.produce(1, "07:31:00");
        marks.store();
        Look look = look();
        assertThat(look.late()).isEqualTo(2);
        assertThat(look.lateFolder()).isEqualTo(FOLDER + "04");
        // A folder that nobody has seen before is done as well.
        assertThat(marks.marked()).containsExactly(FOLDER + "04", FOLDER + "05");
        assertThat(look().late()).isZero();
    }

    @Test
    void aPartitionThatIsAddedHoldsUpWhatComesAndTakesNoMarkBack() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        look();
        marks.world.kafka.addPartition(new PartitionId("t", 2));
        marks.produce(2, "05:40:00");
        marks.world.clock.set(Marks.at("12:00:00"));
        assertThat(look().before()).isEqualTo(time("07:00:00"));
        marks.store();
        assertThat(look().late()).isEqualTo(1);
    }

    @Test
    void aFolderThatSomebodyTookAwayNeedsNoMarkAndAMarkThatSomebodyTookAwayStaysAway() throws IOException {
        marks.produce(0, "05:30:00");
        marks.produce(0, "06:30:00");
        marks.store();
        marks.world.disk.delete(SimWorld.ROOT + "/" + FOLDER + "05");
        look();
        assertThat(marks.marked()).containsExactly(FOLDER + "06");
        marks.world.disk.delete(SimWorld.ROOT + "/" + FOLDER + "06/" + Marks.MARK);
        marks.world.clock.set(Marks.at("10:10:00"));
        Marker marker = marks.marker(new Calls(Faults.NONE), 1_000);
        assertThat(marker.step().before()).isEqualTo(time("10:00:00"));
        assertThat(marks.marked()).isEmpty();
    }

    @Test
    void allNamesThatMarksEverHadAreKnown() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        look();
        marks.produce(0, "07:45:00");
        marks.store();
        marks.world.clock.set(Marks.at("08:30:00"));
        marks.marker(new Calls(Faults.NONE), 1_000, new MarkRules(marks.times, Marks.LATENESS, "_DONE"))
                .step();
        assertThat(marks.world.disk.files(SimWorld.ROOT + "/dt=2027-01-15", "_DONE"))
                .containsExactly(SimWorld.ROOT + "/" + FOLDER + "07/_DONE");
        assertThat(marks.last().map(DoneRecord::names))
                .hasValueSatisfying(names -> assertThat(names).containsExactly(Marks.MARK, "_DONE"));
    }

    @Test
    void anotherLogIsNotReadOnAsIfItWereTheSame() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        look();
        marks.world.disk.delete(SimWorld.ROOT + "/_millrace/t/0");
        assertThatThrownBy(this::look)
                .isInstanceOf(MarksRefusedException.class)
                .hasMessageContaining("was read up to record")
                .hasMessageContaining("there is no such log any more");
    }

    @Test
    void nothingIsWrittenWhereNothingIsNew() throws IOException {
        marks.produce(0, "05:30:00");
        marks.store();
        look();
        String before = marks.world.disk.toString();
        look();
        assertThat(marks.world.disk).hasToString(before);
    }

    @Test
    void expiryTakesAFolderAwayWithItsMark() throws IOException {
        marks.produce(0, "05:30:00");
        marks.produce(1, "05:30:00");
        marks.produce(0, "06:30:00");
        marks.store();
        look();
        Expiries.expiry(marks.world, new Calls(Faults.NONE))
                .record((committed, file) -> file.path().contains("hour=05"), Expiries.WHO, marks.world.clock);
        marks.world.disk.put(SimWorld.ROOT + "/" + FOLDER + "06/others", new byte[1]);
        var expiry = Expiries.expiry(marks.world, new Calls(Faults.NONE));
        expiry.delete(expiry.recorded());
        assertThat(marks.world.disk.exists(SimWorld.ROOT + "/" + FOLDER + "05")).isFalse();
        assertThat(marks.marked()).containsExactly(FOLDER + "06");
    }
}
