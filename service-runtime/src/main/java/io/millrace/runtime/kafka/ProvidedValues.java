package io.millrace.runtime.kafka;

import io.millrace.runtime.cli.Problems;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Values of settings that say where Kafka's clients find them, so that no secret stands on a command line: <code>${file:FILE:NAME}</code> of a
 * properties file, <code>${env:NAME}</code>, <code>${directory:FOLDER:FILE}</code>.
 */
final class ProvidedValues {
    private static final String PROVIDERS = "config.providers";

    private static final Map<String, Supplier<ConfigProvider>> KINDS = Map.of(
            "file",
            FileConfigProvider::new,
            "env",
            EnvVarConfigProvider::new,
            "directory",
            DirectoryConfigProvider::new);

    private static final Pattern VALUE = Pattern.compile("\\$\\{(file|env|directory):(?:([^}]*):)?([^:}]+)}");

    private ProvidedValues() {}

    /** True for the settings of providers, which no client lists. */
    static boolean isSettingOfProviders(String name) {
        return name.startsWith(PROVIDERS + ".");
    }

    /** True if only the clients know what the value is. */
    static boolean isElsewhere(String value) {
        return VALUE.matcher(value).find();
    }

    /** What the clients must be told to find such values; empty if there are none, or if the user says it himself. */
    static Map<String, String> settings(Map<String, String> properties) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (!properties.containsKey(PROVIDERS) && properties.values().stream().anyMatch(ProvidedValues::isElsewhere)) {
            settings.put(PROVIDERS, "directory,env,file");
            KINDS.forEach((kind, provider) -> settings.put(
                    PROVIDERS + "." + kind + ".class", provider.get().getClass().getName()));
        }
        return settings;
    }

    /** The clients would take a name that is not there for the value itself, a password for instance. */
    static void check(Map<String, String> properties, Problems problems) {
        if (properties.containsKey(PROVIDERS)) {
            return;
        }
        properties.forEach((name, value) -> {
            Matcher places = VALUE.matcher(value);
            while (places.find()) {
                if (!isThere(places)) {
                    problems.add("Kafka property " + name + " says where to find its value, " + places.group()
                            + ", but there is none");
                }
            }
        });
    }

    private static boolean isThere(Matcher place) {
        String key = place.group(3);
        try (ConfigProvider provider = KINDS.get(place.group(1)).get()) {
            provider.configure(Map.of());
            return provider.get(place.group(2), Set.of(key)).data().get(key) != null;
        } catch (ConfigException | IOException unreadable) {
            return false;
        }
    }
}
