package io.millrace.runtime.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Keeps passwords out of command lines (by files) and out of logs (by names). */
public final class Secrets {
    private Secrets() {}

    /** The file's text without its last line end. */
    public static String read(String setting, Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new SettingsException(setting + " is '" + file + "', must be a readable file");
        }
    }

    /** The value from the file if one is named, else the plain value. */
    public static Optional<String> readOr(String setting, Path file, String plain) {
        return file != null ? Optional.of(read(setting, file)) : Optional.ofNullable(plain);
    }

    /** The value as it may be printed: stars if the setting's name says that it is secret. */
    public static String printable(String name, Object value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean secret = lower.contains("password")
                || lower.contains("secret")
                || lower.contains("jaas")
                || lower.contains("token")
                || lower.endsWith(".key")
                || lower.contains("credential");
        return secret ? "***" : String.valueOf(value);
    }
}
