package io.millrace.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The page's files, out of this module's jar and those of its libraries. Kept in memory once they are asked for. Thread-safe. */
final class Assets {
    private static final String FOLDER = "/io/millrace/console/page/";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}\\.(js|css|svg|html)");
    private static final String WEBJARS = "/META-INF/resources/webjars/";
    /** What the page calls its libraries, and where their jars keep them. */
    static final Map<String, String> LIBRARIES = Map.of(
            "lib/preact.js", WEBJARS + "preact/10.28.0/dist/preact.module.js",
            "lib/uplot.js", WEBJARS + "uplot/1.6.30/dist/uPlot.esm.js",
            "lib/uplot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css");

    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8");

    private final Map<String, Asset> known = new ConcurrentHashMap<>();

    /**
     * A file.
     *
     * @param gzipped the same, compressed
     * @param tag changes with its content
     */
    record Asset(String type, byte[] plain, byte[] gzipped, String tag) {}

    /** The page itself. */
    Asset page() {
        return find("index.html").orElseThrow(() -> new IllegalStateException("the jar lacks index.html"));
    }

    /** The file that the page calls so; empty if there is none. */
    Optional<Asset> find(String name) {
        String resource = LIBRARIES.getOrDefault(name, NAME.matcher(name).matches() ? FOLDER + name : null);
        // What is not there is not remembered: names can be guessed without end.
        return resource == null
                ? Optional.empty()
                : Optional.ofNullable(
                        known.computeIfAbsent(resource, path -> load(path).orElse(null)));
    }

    private static Optional<Asset> load(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] plain = in.readAllBytes();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(plain);
            }
            String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
            return Optional.of(new Asset(type, plain, packed.toByteArray(), tag(plain)));
        } catch (IOException e) {
            throw new UncheckedIOException("the jar cannot be read", e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "\"" + HexFormat.of().formatHex(hash, 0, 12) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
