package io.millrace.consumer.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.consumer.PlainAlerts;
import io.millrace.consumer.engine.Alert;
import io.millrace.consumer.rules.InvalidRulesException;
import io.millrace.consumer.rules.RuleReader;
import io.millrace.consumer.rules.RuleSet;
import io.millrace.record.PartitionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Several processes of the alerts over a simulated group, database and Kafka, where one seed decides everything: records,
 * whose turn it is, rebalances, members taken for dead that are not, calls that fail before or after they took effect,
 * processes that die in the middle of one. The same seed gives the same run.
 *
 * <p>It ends with one process that finishes in peace. Then each alert that a plain computation finds must be stored once,
 * and published once.
 */
final class AlertsSimulation {
    private static final int ACTIONS = 150;
    private static final int MOST_PROCESSES = 8;
    private static final long START = 1_772_366_400_000L;
    private static final RuleSet RULES = rules();

    private final long seed;
    private final Random random;
    private final double failing;
    private final Random registry;
    private final double registryAway;
    private final SimAlerts.World world;
    private final List<PartitionId> partitions = new ArrayList<>();
    private final Map<PartitionId, List<PlainAlerts.Reading>> sent = new HashMap<>();
    private final List<SimAlerts> alive = new ArrayList<>();
    /** Whose calls are under way. */
    private final List<SimAlerts> running = new ArrayList<>();

    private int started;
    private int second;
    private boolean peace;
    private boolean within;

    AlertsSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.failing = random.nextBoolean() ? 0.02 : random.nextDouble() * 0.2;
        this.registry = new Random(~seed);
        this.registryAway = seed % 3 == 2 ? registry.nextDouble() * 0.1 : 0;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            partitions.add(new PartitionId("t", i));
        }
        this.world = new SimAlerts.World(partitions.toArray(PartitionId[]::new));
        partitions.forEach(partition -> sent.put(partition, new ArrayList<>()));
    }

    private static RuleSet rules() {
        try {
            return RuleReader.read("rules", """
                    rules:
                      - {name: hot, condition: reading.type == 'temperature' && reading.value > 30.0}
                      - {name: window, window: 20s, lateness: 3s, condition: window.count > 0, message: "{window.count}"}
                      - {name: silence, silence: 12s, lateness: 4s}
                    """);
        } catch (InvalidRulesException e) {
            throw new AssertionError(e);
        }
    }

    void run() {
        try {
            join();
            for (int i = 0; i < ACTIONS; i++) {
                act();
            }
            finish();
            compare();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private void act() {
        world.millis += random.nextInt(random.nextInt(10) == 0 ? 3_000 : 100);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> produce();
            case 3 -> {
                if (started < MOST_PROCESSES && random.nextBoolean()) {
                    join();
                }
            }
            case 4 -> world.group.move(anyOf(partitions), anyOf(alive).member);
            case 5 -> {
                if (random.nextInt(4) == 0) {
                    world.group.expire(anyOf(alive).member, anyOf(alive).member);
                }
            }
            case 6, 7 -> turn(anyOf(alive), true);
            default -> turn(anyOf(alive), false);
        }
    }

    private <T> T anyOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void produce() {
        PartitionId partition = anyOf(partitions);
        for (int i = random.nextInt(12); i > 0; i--) {
            if (random.nextInt(8) == 0) {
                world.topics.marker(partition);
            }
            second = Math.min(3_500, second + random.nextInt(4));
            int at = Math.max(0, second - random.nextInt(8));
            String device = "d" + random.nextInt(3);
            double value = 20 + random.nextInt(14);
            sent.get(partition).add(new PlainAlerts.Reading(device, value, at));
            world.topics.produce(partition, """
                    {"device_id":"%s","type":"temperature","value":%s,"unit":"°C","timestamp":"2026-03-01T12:%02d:%02dZ"}""".formatted(device, value, at / 60, at % 60), START + at * 1_000L);
        }
        if (random.nextInt(3) == 0) {
            // Until more comes, only the position tells of it.
            world.topics.marker(partition);
        }
    }

    private void join() {
        long its = random.nextLong();
        SimAlerts joined = new SimAlerts(
                world, "p" + started++, 1 + random.nextInt(7), RULES, this::fault, this::isRegistryAway, its);
        alive.add(joined);
        for (PartitionId partition : partitions) {
            if (alive.size() == 1 || random.nextBoolean()) {
                world.group.move(partition, joined.member);
            }
        }
    }

    /** By numbers of its own, so that in the other worlds of old seeds all goes as it went. */
    private boolean isRegistryAway() {
        return !peace && registry.nextDouble() < registryAway;
    }

    private SimFault fault() {
        if (peace) {
            return SimFault.NONE;
        }
        if (!within && alive.size() > 1 && random.nextInt(20) == 0) {
            meanwhile();
        }
        return random.nextDouble() < failing
                ? SimFault.values()[1 + random.nextInt(SimFault.values().length - 1)]
                : SimFault.NONE;
    }

    /** Somebody's call takes so long that the group takes it for dead, and another has all that it had. */
    private void meanwhile() {
        within = true;
        try {
            SimAlerts slow = anyOf(alive);
            SimAlerts other = anyOf(alive);
            if (slow != other && !running.contains(other)) {
                world.group.expire(slow.member, other.member);
                turn(other, false);
                turn(other, false);
                turn(other, true);
            }
        } finally {
            within = false;
        }
    }

    private void turn(SimAlerts process, boolean publish) {
        running.add(process);
        try {
            if (publish) {
                process.publish();
            } else {
                process.step();
            }
        } catch (SimFault.Crash crash) {
            process.member.die();
            alive.remove(process);
            if (alive.isEmpty()) {
                join();
            }
            partitions.stream()
                    .filter(partition -> world.group.owner(partition) == process.member)
                    .forEach(partition -> world.group.move(partition, anyOf(alive).member));
        } finally {
            running.remove(process);
        }
    }

    private void finish() {
        peace = true;
        List<SimAlerts> all = List.copyOf(alive);
        SimAlerts last = anyOf(alive);
        partitions.forEach(partition -> world.group.move(partition, last.member));
        int rounds = 0;
        while (!isFinished(last)) {
            if (++rounds > 2_000) {
                throw new AssertionError("no end after " + rounds + " rounds: " + last.health.problems());
            }
            all.forEach(SimAlerts::step);
            last.publish();
            world.millis += 300;
        }
        assertThat(last.health.problems()).isEmpty();
    }

    private boolean isFinished(SimAlerts last) {
        return partitions.stream()
                        .allMatch(partition -> world.group.owner(partition) == last.member
                                && world.database.nextOffset(partition) == world.topics.end(partition))
                && last.hasPublishedAll()
                && !world.database.hasUnpublished();
    }

    private void compare() {
        List<String> expected = new ArrayList<>();
        sent.forEach((partition, readings) -> expected.addAll(PlainAlerts.of(partition.partition(), readings)));
        List<String> stored = new ArrayList<>();
        List<String> published = new ArrayList<>();
        for (Alert alert : world.database.alerts) {
            stored.add(plain(alert));
            published.add(new String(AlertJson.encode(alert), StandardCharsets.UTF_8));
        }
        assertThat(stored).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(world.topics.published).containsExactlyInAnyOrderElementsOf(published);
    }

    private String plain(Alert alert) {
        long at = (alert.eventTimeMillis() - START) / 1_000;
        return switch (alert.rule()) {
            case "hot" ->
                "hot " + alert.partition().partition() + "@" + world.topics.index(alert.partition(), alert.offset());
            case "window" -> "window " + alert.key() + " " + at + " " + alert.message();
            default -> "silence " + alert.key() + " " + at;
        };
    }
}
