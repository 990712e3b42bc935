package io.millrace.console.alerts;

import io.millrace.consumer.rules.InvalidRulesException;
import io.millrace.consumer.rules.RuleReader;
import io.millrace.consumer.rules.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rules of alerts say, by their names: those of the files that the services were given, and the built-in ones. Files are read
 * when somebody asks, as the services read them again when they change; one that cannot be used says nothing here.
 */
public final class RuleTexts implements Supplier<Map<String, String>> {
    private static final Logger log = LoggerFactory.getLogger(RuleTexts.class);

    private final List<Path> files;

    public RuleTexts(List<Path> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public Map<String, String> get() {
        Map<String, String> texts = new LinkedHashMap<>(RuleSet.builtIn().texts());
        for (Path file : files) {
            try {
                texts.putAll(RuleReader.read(file.toString(), Files.readString(file, StandardCharsets.UTF_8))
                        .texts());
            } catch (IOException | InvalidRulesException e) {
                log.debug("The rules say nothing: file={}", file, e);
            }
        }
        return texts;
    }
}
