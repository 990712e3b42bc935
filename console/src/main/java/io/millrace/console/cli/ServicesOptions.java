package io.millrace.console.cli;

import io.millrace.console.services.AnnouncedServices;
import io.millrace.console.services.ServiceAddress;
import io.millrace.console.services.ServiceDirectory;
import io.millrace.runtime.cli.Problems;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which services are asked how they are; a picocli mixin. */
final class ServicesOptions {
    @Option(
            names = "--services",
            split = ",",
            paramLabel = "NAME=URL,...",
            defaultValue = "${env:CONSOLE_SERVICES}",
            description = "Services and where their --http-port is, for instance sink-logs=http://sink:8081"
                    + " [CONSOLE_SERVICES]. Default: none; the flow is drawn of topics and groups alone")
    private Map<String, String> named = new LinkedHashMap<>();

    @Option(
            names = "--services-folder",
            paramLabel = "FOLDER",
            defaultValue = "${env:CONSOLE_SERVICES_FOLDER}",
            description =
                    "Folder in which services of this machine announce themselves, by the file that their variable"
                            + " MILLRACE_ANNOUNCE_FILE names [CONSOLE_SERVICES_FOLDER]. Default: none")
    private Path folder;

    /** The directory, after noting what is wrong with it. */
    ServiceDirectory directory(Problems problems) {
        List<ServiceAddress> fixed = new ArrayList<>();
        named.forEach((name, url) -> address(url)
                .ifPresentOrElse(
                        address -> fixed.add(new ServiceAddress(name, address, true)),
                        () -> problems.add("--services is '" + name + "=" + url
                                + "', must be names and addresses such as sink-logs=http://sink:8081")));
        ServiceDirectory directory = () -> fixed;
        return folder == null ? directory : directory.and(new AnnouncedServices(folder));
    }

    private static Optional<URI> address(String url) {
        try {
            URI address = URI.create(url);
            boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            return http && address.getHost() != null ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
