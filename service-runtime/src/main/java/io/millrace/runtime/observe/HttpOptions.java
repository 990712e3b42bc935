package io.millrace.runtime.observe;

import picocli.CommandLine.Option;

/** Where health and metrics are shown; a picocli mixin. */
public final class HttpOptions {
    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:HTTP_PORT:--1}",
            description = "Port of /health and /metrics; 0 takes a free one, -1 none [HTTP_PORT]. Default:"
                    + " ${DEFAULT-VALUE}")
    private int port = -1;

    @Option(
            names = "--http-address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:HTTP_ADDRESS:-127.0.0.1}",
            description = "Address that the endpoint listens on [HTTP_ADDRESS]. Default: ${DEFAULT-VALUE}")
    private String address = "127.0.0.1";

    /** The port, 0 for any, -1 for none. */
    public int port() {
        return port;
    }

    /** The address to listen on. */
    public String address() {
        return address;
    }
}
