package io.millrace.formats.registry;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach a registry.
 *
 * @param urls where it is, each as good as the others, without a slash at the end: asked one after the other until one has the schema
 * @param access who asks
 * @param tls what is trusted and shown with https; empty for the JDK's own
 * @param timeout longest time for one answer
 */
public record RegistrySettings(List<URI> urls, RegistryAccess access, Optional<SSLContext> tls, Duration timeout) {
    public RegistrySettings {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("a registry must have a URL");
        }
    }
}
