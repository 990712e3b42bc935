package io.millrace.launcher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the pages of this module's packages claim. */
class LauncherRulesTest {
    private static final JavaClasses LAUNCHER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace.launcher");

    @Test
    void theRulesLookAtTheWholeModule() {
        assertThat(LAUNCHER.size()).isGreaterThan(60);
        assertThat(LAUNCHER.contain(Launcher.class)).isTrue();
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("io.millrace.launcher.(*)..")
                .should()
                .beFreeOfCycles()
                .check(LAUNCHER);
    }

    @Test
    void onlyTheCommandsKnowTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.launcher")
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.launcher"))
                .check(LAUNCHER);
    }

    @Test
    void servicesAreKnownByTheirCommandLinesOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.producer..",
                        "io.millrace.consumer..",
                        "io.millrace.sink..",
                        "io.millrace.mapreduce..")
                .check(LAUNCHER);
    }

    @Test
    void processesKnowNeitherKafkaNorTheScreen() {
        noClasses()
                .that()
                .resideInAPackage("..launcher.process..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "..launcher.screen..", "..launcher.view..")
                .check(LAUNCHER);
    }

    @Test
    void theScreenKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("..launcher.screen..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "io.millrace.stack..", "java.sql..", "..launcher.servers..")
                .check(LAUNCHER);
    }

    @Test
    void viewsKnowNoProcessAndNoCommand() {
        classes()
                .that()
                .resideInAPackage("..launcher.view..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.apache.kafka..",
                        "org.apache.hadoop..",
                        "org.apache.parquet..",
                        "io.millrace.runtime..",
                        "..launcher.screen..",
                        "..launcher.view..")
                .check(LAUNCHER);
    }

    @Test
    void serversStartNoService() {
        noClasses()
                .that()
                .resideInAPackage("..launcher.servers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..launcher.process..", "..launcher.preset..", "..launcher.demo..")
                .check(LAUNCHER);
    }

    @Test
    void presetsKnowNothingOfTheDemo() {
        noClasses()
                .that()
                .resideInAPackage("..launcher.preset..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..launcher.demo..")
                .check(LAUNCHER);
    }
}
