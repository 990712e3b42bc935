package io.millrace.formats.model;

import io.millrace.model.codec.Codec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What values are that are Millrace's own records.
 *
 * @param type of the records
 * @param encoding of all of them
 * @param <T> the record
 */
public record RecordFormat<T>(RecordType<T> type, Encoding encoding) {
    /** All there are, encoding by encoding. */
    public static final List<RecordFormat<?>> ALL = all();

    public RecordFormat {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(encoding, "encoding");
    }

    private static List<RecordFormat<?>> all() {
        return Arrays.stream(Encoding.values())
                .<RecordFormat<?>>flatMap(
                        encoding -> RecordType.ALL.stream().map(type -> new RecordFormat<>(type, encoding)))
                .toList();
    }

    /** The name as it is written in options, such as {@code reading-json}. */
    public String label() {
        return type + "-" + encoding;
    }

    /** From and into the values' bytes. */
    public Codec<T> codec() {
        return type.codec(encoding);
    }
}
