package io.millrace.sink.sim;

import io.millrace.record.PartitionId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who reads which partition: a coordinator that moves partitions cooperatively (the old owner gives back before the new
 * one gets) or, when it believes a member dead, at once.
 */
public final class SimGroup {
    private final Map<PartitionId, SimSource> owners = new TreeMap<>();
    private final Map<PartitionId, SimSource> wanted = new TreeMap<>();

    /** Asks for the partition to move; it does when its present owner has given it back. */
    public void move(PartitionId partition, SimSource to) {
        wanted.put(partition, to);
        SimSource owner = owners.get(partition);
        if (owner == null || owner != to && owner.isGone()) {
            owners.put(partition, to);
            to.toAssign.add(partition);
        } else if (owner != to && !owner.toAssign.contains(partition)) {
            owner.toRevoke.add(partition);
        } else if (owner != to) {
            owner.toAssign.remove(partition);
            grant(partition);
        }
    }

    /** The member does not answer: all it has goes to another one, and it hears of the loss if it comes back. */
    public void expire(SimSource member, SimSource to) {
        Set<PartitionId> lost = new LinkedHashSet<>();
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

    /** The member's partitions are free for others, and it never hears of it: it goes on as if it had them. */
    public void abandon(SimSource member) {
        owners.values().removeIf(owner -> owner == member);
    }

    /** The partition was given back. */
    void released(PartitionId partition, SimSource by) {
        if (owners.get(partition) == by) {
            grant(partition);
        }
    }

    private void grant(PartitionId partition) {
        SimSource next = wanted.get(partition);
        if (next.isGone()) {
            owners.remove(partition);
            return;
        }
        owners.put(partition, next);
        next.toAssign.add(partition);
    }

    /** Present owner by partition. */
    public Map<PartitionId, SimSource> owners() {
        return owners;
    }
}
