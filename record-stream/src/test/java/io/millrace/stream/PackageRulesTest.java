package io.millrace.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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
    private static final String ROOT = "io.millrace.stream";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String RUNTIME = "io.millrace.runtime..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** What each package may touch besides itself, the JDK, the log and records. */
    private static final Map<String, List<String>> MAY_TOUCH = Map.of(
            ROOT,
            List.of("io.millrace.runtime.retry"),
            ROOT + ".run",
            List.of(ROOT, "io.millrace.runtime.retry"),
            ROOT + ".letters",
            List.of(ROOT, "io.millrace.runtime.kafka", KAFKA),
            ROOT + ".kafka",
            List.of(ROOT, ROOT + ".letters", RUNTIME, KAFKA, "io.micrometer.core.instrument"));

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
        List<String> allowed = new ArrayList<>(List.of("java..", "org.slf4j", "io.millrace.record", name));
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
    void noCircleRunsThroughPackages() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
