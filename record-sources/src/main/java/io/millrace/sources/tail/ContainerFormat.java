package io.millrace.sources.tail;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How container runtimes write the logs of containers. */
public enum ContainerFormat {
    /** CRI or Docker where a runtime writes: below {@code /var/log/containers}, {@code /var/log/pods} and the like. */
    AUTO,
    /** As Kubernetes has it written: {@code TIME STREAM P|F CONTENT}. */
    CRI,
    /** Docker's json-file driver. */
    DOCKER,
    /** Lines are what they are. */
    NONE;

    private static final String[] RUNTIME_FOLDERS = {"/var/log/containers/", "/var/log/pods/", "/docker/containers/"};
    private static final byte[] DOCKER_BEGINNING = "{\"log\":".getBytes(StandardCharsets.US_ASCII);

    /** True if files under this path may hold lines of this format. */
    boolean concerns(String path) {
        if (this != AUTO) {
            return this != NONE;
        }
        for (String folder : RUNTIME_FOLDERS) {
            if (path.contains(folder)) {
                return true;
            }
        }
        return false;
    }

    /** The line, if it is one of this format. */
    Optional<ContainerLine> parse(byte[] bytes, int start, int end) {
        return switch (this) {
            case NONE -> Optional.empty();
            case CRI -> ContainerLine.cri(bytes, start, end);
            case DOCKER -> ContainerLine.docker(bytes, start, end);
            case AUTO -> {
                Optional<ContainerLine> cri = ContainerLine.cri(bytes, start, end);
                yield cri.isPresent() || !beginsLikeDocker(bytes, start, end)
                        ? cri
                        : ContainerLine.docker(bytes, start, end);
            }
        };
    }

    private static boolean beginsLikeDocker(byte[] bytes, int start, int end) {
        return end - start > DOCKER_BEGINNING.length
                && java.util.Arrays.equals(
                        bytes, start, start + DOCKER_BEGINNING.length, DOCKER_BEGINNING, 0, DOCKER_BEGINNING.length);
    }
}
