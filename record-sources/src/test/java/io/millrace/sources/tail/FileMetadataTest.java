package io.millrace.sources.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sources.delivery.OutHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileMetadataTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    @Test
    void readsLabelsFromThePathsOfContainers() {
        FileMetadata metadata = new FileMetadata(Optional.empty(), ContainerFormat.AUTO);
        assertThat(text(metadata.ofFile("/var/log/containers/web-5d_shop_nginx-proxy-" + ID + ".log")))
                .containsExactly(
                        "kubernetes.pod=web-5d",
                        "kubernetes.namespace=shop",
                        "kubernetes.container=nginx-proxy",
                        "container.id=" + ID);
        assertThat(text(metadata.ofFile("/var/log/pods/shop_web-5d_8f-1/nginx/3.log.20260101-000000")))
                .containsExactly(
                        "kubernetes.pod=web-5d",
                        "kubernetes.namespace=shop",
                        "kubernetes.container=nginx",
                        "kubernetes.pod.uid=8f-1");
        assertThat(text(metadata.ofFile("/var/lib/docker/containers/" + ID + "/" + ID + "-json.log")))
                .containsExactly("container.id=" + ID);
        assertThat(metadata.ofFile("/var/log/app.log")).isEmpty();
    }

    @Test
    void saysPathHostAndOffsetWhenAskedTo() {
        FileMetadata metadata = new FileMetadata(Optional.of("host-1"), ContainerFormat.AUTO);
        List<OutHeader> ofFile = metadata.ofFile("/var/log/app.log");
        assertThat(text(metadata.ofRecord(ofFile, 42, List.of(OutHeader.of("own", "x")))))
                .containsExactly("log.path=/var/log/app.log", "log.host=host-1", "log.offset=42", "own=x");
    }

    private static List<String> text(List<OutHeader> headers) {
        return headers.stream()
                .map(header -> header.name() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
