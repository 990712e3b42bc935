package io.millrace.stream.run;

import io.millrace.record.PartitionId;
import io.millrace.stream.PartitionFacts;
import io.millrace.stream.RecordSource;
import io.millrace.stream.TakeoverFacts;
import java.io.IOException;
import java.util.OptionalLong;

/** What a takeover asks of Kafka, and whether that was what failed it. */
final class AskedFacts implements TakeoverFacts {
    private final RecordSource source;
    private final PartitionId partition;
    private IOException failure;
    private OptionalLong end = OptionalLong.empty();

    AskedFacts(RecordSource source, PartitionId partition) {
        this.source = source;
        this.partition = partition;
    }

    @Override
    public PartitionFacts now() throws IOException {
        PartitionFacts facts = asked(() -> source.facts(partition));
        end = OptionalLong.of(facts.end());
        return facts;
    }

    @Override
    public String topicId() throws IOException {
        return asked(() -> source.topicId(partition));
    }

    @Override
    public OptionalLong announced() throws IOException {
        return asked(() -> source.announced(partition));
    }

    /** Where the partition ended when that was asked last; empty if it was not. */
    OptionalLong end() {
        return end;
    }

    /** True if this failure is one of Kafka, not of what the partition lands in. */
    boolean isCause(IOException cause) {
        return failure == cause;
    }

    /** A question that may fail. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T asked(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
