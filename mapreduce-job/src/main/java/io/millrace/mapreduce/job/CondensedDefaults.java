package io.millrace.mapreduce.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hadoop's files of default settings without their comments, descriptions and blanks. Hadoop parses these files, 750 kB of XML,
 * anew for each of the dozen configurations that a small job makes, which is a third of the time such a job takes.
 *
 * <p>As the context class loader of a process it hands these files out, made from the installation's own at the first
 * request, and leaves everything else to its parent. Only the defaults: a site's files are read as they are.
 */
final class CondensedDefaults extends ClassLoader {
    private static final Set<String> FILES =
            Set.of("core-default.xml", "hdfs-default.xml", "mapred-default.xml", "yarn-default.xml");

    private final Map<String, Optional<URL>> settings = new ConcurrentHashMap<>();

    private CondensedDefaults(ClassLoader parent) {
        super(parent);
    }

    /** Makes this thread, and the threads that it starts, read the defaults without what no program reads. */
    static void install() {
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        if (loader != null && !(loader instanceof CondensedDefaults)) {
            thread.setContextClassLoader(new CondensedDefaults(loader));
        }
    }

    @Override
    public URL getResource(String name) {
        // Every configuration asks again for every file, and a file that is not there is looked for in all jars.
        return name.endsWith(".xml")
                ? settings.computeIfAbsent(name, this::find).orElse(null)
                : super.getResource(name);
    }

    private Optional<URL> find(String name) {
        URL whole = super.getResource(name);
        return Optional.ofNullable(whole == null || !FILES.contains(name) ? whole : condense(whole));
    }

    private static URL condense(URL whole) {
        try (InputStream in = whole.openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String settings = without(without(text, "<!--", "-->"), "<description>", "</description>");
            byte[] bytes = withoutBlanksBetween(settings).getBytes(StandardCharsets.UTF_8);
            return new URL(whole.getProtocol(), whole.getHost(), whole.getPort(), whole.getFile(), new Memory(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(whole + " cannot be read", e);
        }
    }

    /** The text without what stands from each start to the end that follows it, both included. */
    static String without(String text, String start, String end) {
        StringBuilder kept = new StringBuilder(text.length() / 2);
        int from = 0;
        while (true) {
            int cut = text.indexOf(start, from);
            int close = cut < 0 ? -1 : text.indexOf(end, cut + start.length());
            if (close < 0) {
                return kept.append(text, from, text.length()).toString();
            }
            kept.append(text, from, cut);
            from = close + end.length();
        }
    }

    /** The text without what is blank between two tags, except between a start tag and its own end, where it is a value. */
    static String withoutBlanksBetween(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int from = 0;
        for (int tag = text.indexOf('<'); tag >= 0; tag = text.indexOf('<', tag + 1)) {
            int before = tag;
            while (before > from && Character.isWhitespace(text.charAt(before - 1))) {
                before--;
            }
            boolean betweenTags = before > 0 && text.charAt(before - 1) == '>';
            if (betweenTags && !isOwnEnd(text, before - 1, tag)) {
                kept.append(text, from, before);
                from = tag;
            }
        }
        return kept.append(text, from, text.length()).toString();
    }

    /** Whether the tag that ends at one place is a start tag, and the one that starts at the other ends it. */
    private static boolean isOwnEnd(String text, int close, int next) {
        int open = text.lastIndexOf('<', close);
        return text.startsWith("</", next) && text.charAt(open + 1) != '/' && text.charAt(close - 1) != '/';
    }

    /** Gives bytes of the heap for a URL. */
    private static final class Memory extends URLStreamHandler {
        private final byte[] bytes;

        Memory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // Nothing to connect to.
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
