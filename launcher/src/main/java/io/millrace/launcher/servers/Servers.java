package io.millrace.launcher.servers;

import io.millrace.launcher.view.KafkaView;
import io.millrace.launcher.web.StatusPage;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.time.Duration;
import java.util.Optional;

/** A running stack with its web page, which other processes find by its data folder. Not thread-safe. */
public final class Servers implements AutoCloseable {
    /** Somebody waits before the page. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedStack stack;
    private final KafkaView kafka;
    private final StatusPage page;
    private final StackAddresses addresses;

    private Servers(EmbeddedStack stack, KafkaView kafka, StatusPage page, StackAddresses addresses) {
        this.stack = stack;
        this.kafka = kafka;
        this.page = page;
        this.addresses = addresses;
    }

    /**
     * Starts the servers and the page; they remember their ports.
     *
     * @param command which of the launcher's commands they run for
     * @param webPort the page's port, 0 for a free one
     */
    public static Servers start(StackSettings settings, String command, int webPort) {
        EmbeddedStack stack = Stacks.start(settings, command);
        KafkaView kafka = null;
        StatusPage page = null;
        try {
            kafka = new KafkaView(stack.kafka().bootstrapServers(), PATIENCE);
            StatusPage.Elsewhere elsewhere = new StatusPage.Elsewhere(
                    stack.hdfs().uri(), stack.hdfs().webPage(), stack.database().jdbcUrl());
            page = new StatusPage(kafka, elsewhere, webPort);
            StackFiles files = new StackFiles(settings.folder());
            StackAddresses addresses = StackAddresses.of(stack, files, Optional.of(page.address()));
            StackPorts.remember(stack, page.address().getPort());
            files.announce(addresses, stack.hdfs().clientSettings());
            return new Servers(stack, kafka, page, addresses);
        } catch (RuntimeException e) {
            close(stack, kafka, page);
            throw e;
        }
    }

    /** Where they are. */
    public StackAddresses addresses() {
        return addresses;
    }

    @Override
    public void close() {
        close(stack, kafka, page);
    }

    /** In reverse: a page that is being made still asks Kafka. Null is what has not been opened. */
    private static void close(EmbeddedStack stack, KafkaView kafka, StatusPage page) {
        try (stack;
                kafka;
                page) {}
    }
}
