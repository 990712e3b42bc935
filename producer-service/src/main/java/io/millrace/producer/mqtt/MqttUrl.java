package io.millrace.producer.mqtt;

import io.millrace.runtime.cli.SettingsException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Address of an MQTT broker: {@code mqtt://} (or {@code tcp://}), {@code mqtts://} (or {@code ssl://}), {@code ws://} and
 * {@code wss://}, with a host that may be an IPv6 address in brackets.
 *
 * @param host name or address, an IPv6 address without brackets
 * @param port the URL's, or the scheme's usual one
 * @param tls true for the schemes with TLS
 * @param webSocketPath path without its leading slash, for the schemes of WebSockets
 */
public record MqttUrl(String host, int port, boolean tls, Optional<String> webSocketPath) {
    private static final String RULE = "must be SCHEME://HOST:PORT with mqtt, mqtts, ssl, tcp, ws or wss (these with a"
            + " path, /mqtt without) and an IPv6 address in brackets";
    /** With the ports that they have by custom. */
    private static final Map<String, Integer> SCHEMES =
            Map.of("mqtt", 1883, "tcp", 1883, "mqtts", 8883, "ssl", 8883, "ws", 80, "wss", 443);

    /**
     * Reads a URL.
     *
     * @param option name of the option that it comes from
     * @throws SettingsException if it is none
     */
    public static MqttUrl parse(String option, String url) {
        URI uri;
        try {
            uri = new URI(url.strip()).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw wrong(option, url);
        }
        String scheme = String.valueOf(uri.getScheme());
        boolean webSocket = scheme.startsWith("ws");
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        boolean pathFits = webSocket || path.isEmpty() || path.equals("/");
        if (!SCHEMES.containsKey(scheme)
                || uri.getHost() == null
                || uri.getPort() > 65_535
                || uri.getPort() == 0
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null
                || !pathFits) {
            throw wrong(option, url);
        }
        String host = uri.getHost();
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        String webSocketPath = path.length() <= 1 ? "mqtt" : path.substring(1);
        return new MqttUrl(
                host,
                uri.getPort() < 0 ? SCHEMES.get(scheme) : uri.getPort(),
                scheme.equals("mqtts") || scheme.equals("ssl") || scheme.equals("wss"),
                webSocket ? Optional.of(webSocketPath) : Optional.empty());
    }

    private static SettingsException wrong(String option, String url) {
        // A password in it must not be printed.
        String printable = url.replaceFirst("//[^/@]*@", "//...@");
        return new SettingsException(option + " is '" + printable + "', " + RULE);
    }
}
