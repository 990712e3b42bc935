package io.millrace.sources.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A transaction log in memory that can fail once: at a record, or before or after a commit takes effect. */
public class MemoryLog implements TransactionLog {
    /** When the next commit fails. */
    public enum Failure {
        NONE,
        BEFORE_EFFECT,
        AFTER_EFFECT
    }

    private final List<OutRecord> committed = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Map<String, byte[]> positions = new HashMap<>();
    private final List<OutRecord> pending = new ArrayList<>();
    private final List<Refusal> pendingRefusals = new ArrayList<>();
    private Failure next = Failure.NONE;
    private int takeOvers;
    /** 0 for none. */
    private int recordsUntilFailure;

    /** The n-th record from now on, 1 for the next one, is not taken. */
    public void failAtRecord(int n) {
        recordsUntilFailure = n;
    }

    public void failNextCommit(Failure failure) {
        next = failure;
    }

    public List<OutRecord> committed() {
        return committed;
    }

    public List<String> lines() {
        return committed.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    public List<Refusal> refusals() {
        return refusals;
    }

    public Map<String, byte[]> positions() {
        return positions;
    }

    public int takeOvers() {
        return takeOvers;
    }

    @Override
    public Map<String, byte[]> takeOver() {
        takeOvers++;
        pending.clear();
        pendingRefusals.clear();
        return new HashMap<>(positions);
    }

    @Override
    public Outlet outlet() {
        return new Outlet() {
            @Override
            public void record(OutRecord record) {
                if (recordsUntilFailure > 0 && --recordsUntilFailure == 0) {
                    throw new DeliveryException.Unavailable("record was not taken", null);
                }
                pending.add(record);
            }

            @Override
            public void refuse(Refusal refusal) {
                pendingRefusals.add(refusal);
            }

            @Override
            public int partitions() {
                return 3;
            }
        };
    }

    @Override
    public long uncommitted() {
        return pending.size() + pendingRefusals.size();
    }

    @Override
    public void commit(Map<String, byte[]> changed) {
        Failure failure = next;
        next = Failure.NONE;
        if (failure == Failure.BEFORE_EFFECT) {
            throw new DeliveryException.Unavailable("commit failed", null);
        }
        committed.addAll(pending);
        refusals.addAll(pendingRefusals);
        pending.clear();
        pendingRefusals.clear();
        changed.forEach((key, value) -> {
            if (value == null) {
                positions.remove(key);
            } else {
                positions.put(key, value);
            }
        });
        if (failure == Failure.AFTER_EFFECT) {
            throw new DeliveryException.Unavailable("commit failed after taking effect", null);
        }
    }

    @Override
    public void close() {}
}
