package io.millrace.console.services;

import java.net.URI;

/**
 * Where a service shows its health and metrics.
 *
 * @param name what people call it, for instance {@code sink-logs}
 * @param address without a path
 * @param alive false if its process is known to have ended without taking its address back
 */
public record ServiceAddress(String name, URI address, boolean alive) {}
