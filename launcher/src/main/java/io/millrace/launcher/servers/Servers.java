package io.millrace.launcher.servers;

import io.millrace.launcher.web.StatusPage;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.util.Optional;

/** A running stack with its web page, which other processes find by its data folder. Not thread-safe. */
public final class Servers implements AutoCloseable {
    private final EmbeddedStack stack;
    private final StatusPage page;
    private final StackAddresses addresses;

    private Servers(EmbeddedStack stack, StatusPage page, StackAddresses addresses) {
        this.stack = stack;
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
        StatusPage page = null;
        try {
            page = new StatusPage(stack, webPort);
            StackFiles files = new StackFiles(settings.folder());
            StackAddresses addresses = StackAddresses.of(stack, files, Optional.of(page.address()));
            StackPorts.remember(stack, page.address().getPort());
            files.announce(addresses, stack.hdfs().clientSettings());
            return new Servers(stack, page, addresses);
        } catch (RuntimeException e) {
            try (stack) {
                if (page != null) {
                    page.close();
                }
            }
            throw e;
        }
    }

    /** Where they are. */
    public StackAddresses addresses() {
        return addresses;
    }

    @Override
    public void close() {
        try (stack) {
            page.close();
        }
    }
}
