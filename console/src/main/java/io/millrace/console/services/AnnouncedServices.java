package io.millrace.console.services;

import io.millrace.runtime.observe.Announcement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of this machine that wrote their addresses into a folder ({@link Announcement}). */
public final class AnnouncedServices implements ServiceDirectory {
    private static final Logger log = LoggerFactory.getLogger(AnnouncedServices.class);

    private static final Duration NEWS = Duration.ofHours(1);

    private final Path folder;

    /** @param folder may be missing: then there are none */
    public AnnouncedServices(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<ServiceAddress> now() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<ServiceAddress> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Announcement.read(file)
                        .map(one -> new ServiceAddress(one.name(), one.address(), one.isAlive()))
                        .filter(one -> one.alive() || isRecent(file))
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            log.debug("Services cannot be listed: folder={}", folder, e);
        }
        // One that was started again takes its name back from the one that was killed.
        found.sort(Comparator.comparing(one -> !one.alive()));
        return told(found);
    }

    /** Runs beside each other may call their services alike: each is to have a name of its own. */
    private static List<ServiceAddress> told(List<ServiceAddress> found) {
        Set<String> names = new HashSet<>();
        List<ServiceAddress> all = new ArrayList<>();
        for (ServiceAddress one : found) {
            String name = one.name();
            for (int i = 2; !names.add(name); i++) {
                name = one.name() + " (" + i + ")";
            }
            all.add(new ServiceAddress(name, one.address(), one.alive()));
        }
        return all;
    }

    /** Of one that was killed, the file stays: that is news for a while. */
    private static boolean isRecent(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isAfter(Instant.now().minus(NEWS));
        } catch (IOException e) {
            return false;
        }
    }
}
