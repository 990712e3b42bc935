package io.millrace.launcher.servers;

import io.millrace.runtime.cli.Problems;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The option of the web page's port; a picocli mixin. */
public final class WebPort {
    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_WEB_PORT}",
            description =
                    "Port of the console, 0 for a free one [MILLRACE_WEB_PORT]." + " Default: that of the last run")
    private Integer port;

    /**
     * The port, 0 for any free one.
     *
     * @param ports for when the user named none
     * @param told hears a sentence if that one is taken
     */
    public int choose(StackPorts ports, Consumer<String> told) {
        new Problems()
                .require(port == null || port >= 0 && port <= 65535, "--web-port", port, "must be from 0 to 65535")
                .throwIfAny();
        return port != null
                ? port
                : new StackPorts(0, 0, 0, 0, ports.web()).freeOnes(1, told).web();
    }
}
