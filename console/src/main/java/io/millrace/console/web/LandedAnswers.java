package io.millrace.console.web;

import io.millrace.console.landed.AuditLook;
import io.millrace.console.landed.Landing;
import io.millrace.record.PartitionId;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What landed on HDFS. */
final class LandedAnswers {
    private static final int MOST_RECORDS = 50;

    private final Optional<Landing> landed;

    LandedAnswers(Optional<Landing> landed) {
        this.landed = landed;
    }

    Map<String, Answering> all() {
        return Map.of(
                "landed",
                exchange -> exchange.json(landing()
                        .folders()
                        .list(root(exchange.asked()), exchange.asked().text("folder"))),
                "file",
                exchange ->
                        exchange.json(landing().files().look(exchange.asked().required("path"))),
                "log",
                this::log,
                "results",
                exchange -> exchange.json(Map.of("results", landing().roots().results())),
                "result",
                exchange ->
                        exchange.json(landing().results().look(exchange.asked().required("folder"))),
                "audit",
                Answering.stream(this::audit));
    }

    private void log(Exchange exchange) throws IOException, Asked.BadRequestException {
        Asked asked = exchange.asked();
        String root = root(asked);
        if (asked.text("topic").isEmpty() || asked.partition().isEmpty()) {
            exchange.json(Map.of("partitions", landing().roots().partitions(root)));
            return;
        }
        PartitionId partition =
                new PartitionId(asked.topic("topic"), asked.partition().getAsInt());
        long before = asked.number("before").orElse(Long.MAX_VALUE);
        exchange.json(Map.of("records", landing().logs().records(root, partition, before, MOST_RECORDS)));
    }

    private void audit(Exchange exchange) throws IOException, InterruptedException, Asked.BadRequestException {
        String root = root(exchange.asked());
        Landing looked = landing();
        EventStream stream = exchange.stream();
        stream.send("progress", Map.of("said", "Comparing the commit logs with names and lengths of the files ..."));
        try {
            AuditLook.Audit audit = looked.audits().audit(root);
            for (AuditLook.Fault fault : audit.faults()) {
                stream.send("finding", fault);
            }
            stream.send("done", Map.of("clean", audit.clean(), "partitions", audit.partitions()));
        } catch (IOException e) {
            stream.send("problem", Map.of("problem", "The audit failed: " + e.getMessage()));
        }
    }

    /** One of the roots that there are: a topic of another folder cannot be asked for by climbing out of it. */
    private String root(Asked asked) throws IOException, Asked.BadRequestException {
        String root = asked.required("root");
        if (!landing().roots().roots().contains(root)) {
            throw new Asked.BadRequestException("There is no root " + root + ".");
        }
        return root;
    }

    private Landing landing() throws Asked.BadRequestException {
        return landed.orElseThrow(() -> new Asked.BadRequestException("The console was started without HDFS."));
    }
}
