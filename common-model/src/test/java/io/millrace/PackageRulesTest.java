package io.millrace;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what the packages say of themselves. */
class PackageRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace");

    @ParameterizedTest
    @ValueSource(strings = {"io.millrace.model", "io.millrace.record"})
    void recordsNeedTheJdkOnly(String name) {
        classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", name)
                .check(CLASSES);
    }

    @Test
    void codecsKnowRecordsAndTheLibrariesOfTheirEncodings() {
        classes()
                .that()
                .resideInAPackage("io.millrace.model.codec")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.millrace.model",
                        "io.millrace.model.codec",
                        "io.millrace.model.proto",
                        "com.fasterxml.jackson.core..",
                        "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void noCircleRunsThroughPackages() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
