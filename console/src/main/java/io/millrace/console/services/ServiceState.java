package io.millrace.console.services;

import java.util.List;
import java.util.Map;

/**
 * One service at one moment. Numbers are null where it has none, or where they are not known yet.
 *
 * @param name what people call it
 * @param service which program; empty if it never answered
 * @param command what it was told to do
 * @param address of its endpoint
 * @param problems what it says is away, and why
 * @param problem why it does not answer; null if it does
 * @param group the consumer group that it is a member of; null if it is of none
 * @param records records per second
 * @param bytes bytes per second
 * @param total records since it started
 * @param lag records that wait for it
 * @param commitAge seconds since the last commit of the partition that waits longest; null if none waits
 * @param latency seconds from a record to its alert, on average over the last seconds
 */
public record ServiceState(
        String name,
        String service,
        String command,
        String address,
        Condition state,
        Map<String, String> problems,
        String problem,
        List<Flow> flows,
        String group,
        Double records,
        Double bytes,
        Long total,
        Long lag,
        Double commitAge,
        Double latency,
        List<Fact> facts) {
    public ServiceState {
        problems = Map.copyOf(problems);
        flows = List.copyOf(flows);
        facts = List.copyOf(facts);
    }

    /** Whether it works. */
    public enum Condition {
        /** It works. */
        up,
        /** It says that something is away, and waits. */
        down,
        /** It does not answer, or ended. */
        gone
    }

    /** It carries records from one place to another. */
    public record Flow(String from, String to) {}

    /** A number that only this kind of service has. */
    public record Fact(String name, long value) {}
}
