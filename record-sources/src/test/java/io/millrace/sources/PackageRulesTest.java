package io.millrace.sources;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what the packages say of themselves. */
class PackageRulesTest {
    private static final String ROOT = "io.millrace.sources";
    private static final String DELIVERY = ROOT + ".delivery";
    private static final String PROBLEMS = "io.millrace.runtime.cli";
    private static final String METERS = "io.micrometer.core.instrument..";
    private static final String JACKSON = "com.fasterxml.jackson..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** What each package may touch besides itself, the JDK without its databases, and the log. */
    private static final Map<String, List<String>> MAY_TOUCH = Map.of(
            DELIVERY,
            List.of(),
            ROOT + ".tail",
            List.of(
                    DELIVERY,
                    PROBLEMS,
                    METERS,
                    JACKSON,
                    "io.millrace.model..",
                    "io.millrace.formats.model",
                    "com.github.luben.zstd",
                    "org.apache.commons.compress..",
                    "org.tukaani.xz"),
            ROOT + ".database",
            List.of(
                    DELIVERY,
                    PROBLEMS,
                    METERS,
                    JACKSON,
                    "io.millrace.model..",
                    "io.millrace.runtime.database",
                    "io.millrace.runtime.retry",
                    "com.google.protobuf",
                    "javax.sql.."),
            ROOT + ".replay",
            List.of(DELIVERY, PROBLEMS, JACKSON, "io.millrace.model..", "io.millrace.formats.model"));

    static List<String> packages() {
        return MAY_TOUCH.keySet().stream().sorted().toList();
    }

    @Test
    void everyPackageHasItsRule() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(MAY_TOUCH.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageTouchesOnlyWhatItMay(String name) {
        List<String> allowed = new ArrayList<>(List.of("java..", "org.slf4j..", name));
        allowed.addAll(MAY_TOUCH.get(name));
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(new String[0]))
                .check(CLASSES);
    }

    @Test
    void onlyTheDatabasesRoomOpensDatabases() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".database")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql")
                .check(CLASSES);
    }

    @Test
    void noCircleRunsThroughPackages() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
