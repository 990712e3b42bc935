package io.millrace.console.services;

import java.util.ArrayList;
import java.util.List;

/** Which services there are. */
@FunctionalInterface
public interface ServiceDirectory {
    /** Those that run now, as far as is known. */
    List<ServiceAddress> now();

    /** This one and another. */
    default ServiceDirectory and(ServiceDirectory other) {
        return () -> {
            List<ServiceAddress> all = new ArrayList<>(now());
            all.addAll(other.now());
            return all;
        };
    }
}
