package io.millrace.sources.tail;

import io.millrace.sources.delivery.OutHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record's headers say of its file.
 *
 * @param host name of this machine, to say with path and offset for each record; empty to say none of the three
 * @param containers which files are the logs of containers: of these pod, namespace and container are said, as far as the
 *     path tells
 */
public record FileMetadata(Optional<String> host, ContainerFormat containers) {
    /** Nothing is said. */
    public static final FileMetadata NONE = new FileMetadata(Optional.empty(), ContainerFormat.NONE);

    /** {@code POD_NAMESPACE_CONTAINER-ID.log} */
    private static final Pattern CONTAINER_LOG =
            Pattern.compile(".*/(?<pod>[^/_]+)_(?<namespace>[^/_]+)_(?<container>[^/]+)-(?<id>[0-9a-f]{64})\\.log.*");
    /** {@code NAMESPACE_POD_UID/CONTAINER/RESTARTS.log} */
    private static final Pattern POD_LOG = Pattern.compile(
            ".*/pods/(?<namespace>[^/_]+)_(?<pod>[^/_]+)_(?<uid>[^/]+)/(?<container>[^/]+)/[0-9]+\\.log.*");
    /** {@code ID/ID-json.log} */
    private static final Pattern DOCKER_LOG = Pattern.compile(".*/(?<id>[0-9a-f]{64})/\\k<id>-json\\.log.*");

    /** Headers that are the same for each record of a file. */
    List<OutHeader> ofFile(String path) {
        List<OutHeader> headers = new ArrayList<>();
        host.ifPresent(name -> {
            headers.add(OutHeader.of("log.path", path));
            headers.add(OutHeader.of("log.host", name));
        });
        if (containers.concerns(path)) {
            addLabels(CONTAINER_LOG.matcher(path), headers, "pod", "namespace", "container", "id");
            addLabels(POD_LOG.matcher(path), headers, "pod", "namespace", "container", "uid");
            addLabels(DOCKER_LOG.matcher(path), headers, "id");
        }
        return List.copyOf(headers);
    }

    private static void addLabels(Matcher matcher, List<OutHeader> headers, String... names) {
        if (matcher.matches()) {
            for (String name : names) {
                headers.add(OutHeader.of(header(name), matcher.group(name)));
            }
        }
    }

    private static String header(String name) {
        return switch (name) {
            case "id" -> "container.id";
            case "uid" -> "kubernetes.pod.uid";
            default -> "kubernetes." + name;
        };
    }

    /** Headers of the record at this offset, those of its file first. */
    List<OutHeader> ofRecord(List<OutHeader> ofFile, long offset, List<OutHeader> own) {
        if (host.isEmpty() && own.isEmpty()) {
            return ofFile;
        }
        List<OutHeader> headers = new ArrayList<>(ofFile);
        host.ifPresent(name -> headers.add(OutHeader.of("log.offset", Long.toString(offset))));
        headers.addAll(own);
        return headers;
    }
}
