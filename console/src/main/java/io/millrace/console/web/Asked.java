package io.millrace.console.web;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a request asks for: its path, and the parameters behind it. */
final class Asked {
    private final String path;
    private final Map<String, List<String>> parameters = new LinkedHashMap<>();

    /** @throws BadRequestException if it cannot be decoded */
    Asked(URI uri) throws BadRequestException {
        path = uri.getPath();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String part : query.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                parameters
                        .computeIfAbsent(decoded(name), unused -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
    }

    /** The request cannot be answered as it is; the message is a sentence for people. */
    static final class BadRequestException extends Exception {
        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }

    String path() {
        return path;
    }

    /** The parameter's value; empty if there is none. */
    String text(String name) {
        return parameters.getOrDefault(name, List.of("")).get(0);
    }

    List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    String required(String name) throws BadRequestException {
        String value = text(name);
        if (value.isEmpty()) {
            throw new BadRequestException("parameter " + name + " is missing");
        }
        return value;
    }

    /** The name of a topic, by Kafka's rule: no other name may become a part of a path, or of a command. */
    String topic(String name) throws BadRequestException {
        String topic = required(name);
        if (!isTopic(topic)) {
            throw new BadRequestException("parameter " + name + " must be the name of a topic");
        }
        return topic;
    }

    static boolean isTopic(String name) {
        return name.matches("[a-zA-Z0-9._-]{1,249}") && !name.equals(".") && !name.equals("..");
    }

    boolean is(String name) {
        return text(name).equals("true");
    }

    /** A whole number; empty if there is none. */
    OptionalLong number(String name) throws BadRequestException {
        String value = text(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.matches("\\d{1,18}")) {
            throw new BadRequestException("parameter " + name + " is '" + value + "', must be a whole number");
        }
        return OptionalLong.of(Long.parseLong(value));
    }

    /** A partition's number; empty if there is none. */
    OptionalInt partition() throws BadRequestException {
        OptionalLong number = number("partition");
        if (number.isPresent() && number.getAsLong() > Integer.MAX_VALUE) {
            throw new BadRequestException("parameter partition is " + number.getAsLong() + ", must be a partition");
        }
        return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
    }

    /** As {@link #number}, within bounds; the default if there is none. */
    int within(String name, int least, int most, int otherwise) throws BadRequestException {
        long value = number(name).orElse(otherwise);
        if (value < least || value > most) {
            throw new BadRequestException(
                    "parameter %s is %d, must be from %d to %d".formatted(name, value, least, most));
        }
        return (int) value;
    }

    private static String decoded(String text) throws BadRequestException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("the address cannot be decoded");
        }
    }
}
