package io.millrace.launcher.servers;

import io.millrace.console.Console;
import io.millrace.stack.EmbeddedStack;
import io.millrace.stack.StackSettings;
import java.util.Optional;

/** A running stack with its console, which other processes find by its data folder. Not thread-safe. */
public final class Servers implements AutoCloseable {
    private final EmbeddedStack stack;
    private final Console console;
    private final StackAddresses addresses;

    private Servers(EmbeddedStack stack, Console console, StackAddresses addresses) {
        this.stack = stack;
        this.console = console;
        this.addresses = addresses;
    }

    /**
     * Starts the servers and the console; they remember their ports.
     *
     * @param command which of the launcher's commands they run for
     * @param webPort the console's port, 0 for a free one
     */
    public static Servers start(StackSettings settings, String command, int webPort) {
        EmbeddedStack stack = Stacks.start(settings, command);
        Console console = null;
        try {
            StackFiles files = new StackFiles(settings.folder());
            console = StackConsole.start(StackAddresses.of(stack, files, Optional.empty()), files, webPort);
            StackAddresses addresses = StackAddresses.of(stack, files, Optional.of(console.address()));
            StackPorts.remember(stack, console.address().getPort());
            files.announce(addresses);
            return new Servers(stack, console, addresses);
        } catch (RuntimeException e) {
            close(stack, console);
            throw e;
        }
    }

    /** Where they are. */
    public StackAddresses addresses() {
        return addresses;
    }

    @Override
    public void close() {
        close(stack, console);
    }

    /** In reverse: a page that is being made still asks the servers. Null is what has not been opened. */
    private static void close(EmbeddedStack stack, Console console) {
        try (stack;
                console) {}
    }
}
