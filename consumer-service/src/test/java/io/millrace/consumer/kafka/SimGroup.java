package io.millrace.consumer.kafka;

import io.millrace.record.PartitionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * A group's coordinator: moves partitions when their owner has given them back, or at once from a member that it believes
 * dead. Each move begins a new generation, of which a member hears with its next poll.
 */
final class SimGroup {
    private final Map<PartitionId, SimMember> owners = new TreeMap<>();
    private final Map<PartitionId, SimMember> wanted = new TreeMap<>();
    private int generation = 1;

    int generation() {
        return generation;
    }

    SimMember owner(PartitionId partition) {
        return owners.get(partition);
    }

    /** Asks for the partition to move. */
    void move(PartitionId partition, SimMember to) {
        wanted.put(partition, to);
        SimMember owner = owners.get(partition);
        if (owner == null || owner.isGone()) {
            grant(partition);
        } else if (owner != to) {
            if (owner.toAssign.remove(partition)) {
                grant(partition);
            } else {
                owner.toRevoke.add(partition);
            }
        }
    }

    /** The member does not answer: all that it has goes to another at once. */
    void expire(SimMember member, SimMember to) {
        List<PartitionId> lost = new ArrayList<>();
        owners.forEach((partition, owner) -> {
            if (owner == member) {
                lost.add(partition);
            }
        });
        for (PartitionId partition : lost) {
            member.toRevoke.remove(partition);
            if (!member.toAssign.remove(partition)) {
                member.toLose.add(partition);
            }
            wanted.put(partition, to);
            grant(partition);
        }
    }

    void givenBack(PartitionId partition, SimMember by) {
        if (owners.get(partition) == by) {
            grant(partition);
        }
    }

    private void grant(PartitionId partition) {
        SimMember next = wanted.get(partition);
        owners.remove(partition);
        generation++;
        if (next != null && !next.isGone()) {
            owners.put(partition, next);
            next.toRevoke.remove(partition);
            next.toAssign.add(partition);
        }
    }

    /** True if a transaction of that owner may tell the group anything. */
    boolean takes(ConsumerGroupMetadata owner) {
        return owner.generationId() == generation;
    }
}
