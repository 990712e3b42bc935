package io.millrace.mapreduce.access;

import java.util.List;

/** A part of a request, and the names that it has where fields have names. */
public enum Part {
    /** The client's address. */
    CLIENT("client", "client_ip", "clientip", "remote_addr", "remote_ip", "client.ip", "source.ip", "c-ip"),
    /** The method, such as GET. */
    METHOD("method", "request_method", "http_method", "verb", "http.request.method", "cs-method"),
    /** What was asked for, without query, scheme and host. */
    PATH("path", "uri", "request_uri", "request_path", "url", "url.path", "cs-uri-stem"),
    /** The status of the answer. */
    STATUS(
            "status",
            "status_code",
            "statusCode",
            "response_code",
            "http_status",
            "http.response.status_code",
            "sc-status"),
    /** The bytes sent to the client. */
    BYTES("bytes", "body_bytes_sent", "bytes_sent", "size", "http.response.body.bytes", "sc-bytes"),
    /** How long the answer took, in milliseconds. */
    DURATION_MS("duration_ms");

    private final List<String> names;

    Part(String... names) {
        this.names = List.of(names);
    }

    /** Names of fields that hold it, the first that is there counts. */
    public List<String> names() {
        return names;
    }
}
