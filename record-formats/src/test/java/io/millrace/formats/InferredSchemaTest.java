package io.millrace.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.formats.infer.SchemaGuess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a schema was made of fits it. */
class InferredSchemaTest {
    private static final int WORLDS = 300;
    private static final int OBJECTS = 20;
    private static final Pattern PLACE = Pattern.compile("@[a-z]+");

    @TempDir
    private Path folder;

    @Test
    void everyObjectThatWasLookedAtFitsColumnsOfTheSchema() throws Exception {
        for (int seed = 1; seed <= WORLDS; seed++) {
            Random random = new Random(seed);
            String shape = object(random, 3);
            List<String> objects = IntStream.range(0, OBJECTS)
                    .mapToObj(i -> filled(shape, random))
                    .toList();
            SchemaGuess guess = new SchemaGuess();
            objects.forEach(guess::add);
            assertThat(guess.refusal()).as("seed %d: %s", seed, shape).isEmpty();
            Path file = Files.writeString(
                    folder.resolve(seed + ".avsc"), guess.schema("t").text());
            FormatSettings settings = Settings.of(Values.JSON, FileKind.PARQUET)
                    .schema(file.toString())
                    .build();
            assertThat(TopicFormats.problems(settings, "t"))
                    .as("seed %d: %s", seed, Files.readString(file))
                    .isEmpty();
            TopicFormat format = TopicFormats.create(settings, "t");
            for (String object : objects) {
                assertThatCode(() -> format.route(TestRecord.of(object)))
                        .as("seed %d: %s in %s", seed, object, Files.readString(file))
                        .doesNotThrowAnyException();
            }
        }
    }

    /** An object in whose places letters stand for kinds of values. */
    private static String object(Random random, int depth) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            members.add("\"f" + i + "\":" + place(random, depth));
        }
        return "{" + String.join(",", members) + "}";
    }

    private static String place(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> "@long";
            case 1 -> "@number";
            case 2 -> "@text";
            case 3 -> "@date";
            case 4 -> "@time";
            case 5 -> "@flag";
            case 6 -> "@null";
            case 7 -> "[" + place(random, depth - 1) + "]";
            default -> object(random, depth - 1);
        };
    }

    /** The shape with values in its places, some of them null. */
    private static String filled(String shape, Random random) {
        return PLACE.matcher(shape)
                .replaceAll(place -> random.nextInt(10) == 0 ? "null" : value(place.group(), random));
    }

    private static String value(String place, Random random) {
        return switch (place) {
            case "@long" -> Long.toString(random.nextLong());
            case "@number" -> random.nextBoolean() ? Double.toString(random.nextGaussian()) : "7";
            case "@text" ->
                "\""
                        + random.ints(random.nextInt(5), 'a', 'z')
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining())
                        + "\"";
            case "@date" -> "\"2026-01-%02d\"".formatted(1 + random.nextInt(28));
            case "@time" -> "\"2026-01-02T03:04:%02d.%03d+02:00\"".formatted(random.nextInt(60), random.nextInt(1000));
            case "@flag" -> Boolean.toString(random.nextBoolean());
            default -> "null";
        };
    }
}
