package io.millrace.it;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds {@code doors.txt}, which says what each package may touch, against the classes that were built. */
class PackageDoorsTest {
    private static final String ROOT = "io.millrace";
    /** What of the JDK speaks to the world outside, and is named as a library is. */
    private static final List<String> LOUD = List.of("java.net", "java.sql", "java.awt");

    private static final List<String> MODULES = List.of(
            "common-model",
            "service-runtime",
            "record-formats",
            "record-stream",
            "record-sources",
            "producer-service",
            "consumer-service",
            "hdfs-sink-service",
            "mapreduce-job",
            "embedded-stack",
            "console",
            "launcher",
            "test-support");

    private static final Map<String, List<String>> DOORS = doors();

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> Checkout.root().resolve(module).resolve("target/classes"))
                        .toArray(Path[]::new));
    }

    static Stream<String> packages() {
        return DOORS.keySet().stream();
    }

    @Test
    void everyPackageHasItsDoors() {
        Set<String> packages = ours().map(JavaClass::getPackageName).collect(toCollection(TreeSet::new));
        assertThat(packages).isEqualTo(DOORS.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageTouchesOnlyWhatItMay(String name) {
        assertThat(touched(name).filter(other -> DOORS.get(name).stream().noneMatch(door -> opens(door, other))))
                .as("what " + name + " touches without a door in doors.txt")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everyDoorIsUsed(String name) {
        Set<String> touched = touched(name).collect(toCollection(TreeSet::new));
        assertThat(DOORS.get(name).stream().filter(door -> touched.stream().noneMatch(other -> opens(door, other))))
                .as("doors of " + name + " in doors.txt through which nothing goes")
                .isEmpty();
    }

    @Test
    void noCircleRunsThroughPackages() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
    }

    private static Stream<JavaClass> ours() {
        return classes.stream().filter(aClass -> aClass.getPackageName().startsWith(ROOT));
    }

    private static Stream<String> touched(String name) {
        return ours().filter(aClass -> aClass.getPackageName().equals(name))
                .flatMap(aClass -> aClass.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .filter(target -> !target.isPrimitive())
                .map(JavaClass::getPackageName)
                .filter(target -> !target.equals(name) && !isQuiet(target));
    }

    private static boolean isQuiet(String name) {
        return name.startsWith("java.") && LOUD.stream().noneMatch(name::startsWith);
    }

    private static boolean opens(String door, String name) {
        if (!door.endsWith("..")) {
            return name.equals(door);
        }
        String top = door.substring(0, door.length() - 2);
        return name.equals(top) || name.startsWith(top + ".");
    }

    private static Map<String, List<String>> doors() {
        Map<String, List<String>> doors = new TreeMap<>();
        List<String> current = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (line.startsWith(" ")) {
                Stream.of(line.trim().split(" ")).map(PackageDoorsTest::full).forEach(current::add);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                current = new ArrayList<>();
                assertThat(doors.put(full(line), current)).as(line + " twice").isNull();
            }
        }
        return doors;
    }

    private static String full(String name) {
        return name.startsWith(".") ? ROOT + name : name;
    }

    private static String text() {
        try (var in = Objects.requireNonNull(PackageDoorsTest.class.getResourceAsStream("doors.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
