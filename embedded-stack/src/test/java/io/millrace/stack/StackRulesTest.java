package io.millrace.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What the pages of this module's packages claim. */
class StackRulesTest {
    private static final JavaClasses STACK = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.millrace.stack");

    @Test
    void theRulesLookAtTheWholeModule() {
        assertThat(STACK.contain(EmbeddedStack.class)).isTrue();
        assertThat(STACK.size()).isGreaterThan(12);
    }

    @Test
    void theGuardsDoNotKnowTheServersThatTheyGuard() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.stack.guard..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.stack")
                .check(STACK);
    }

    @Test
    void theServersKnowNothingOfMillraceButItsRuntime() {
        classes()
                .that()
                .resideInAPackage("io.millrace.stack..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.millrace.launcher..",
                        "io.millrace.producer..",
                        "io.millrace.consumer..",
                        "io.millrace.sink..",
                        "io.millrace.mapreduce..",
                        "io.millrace.testsupport..")
                .check(STACK);
    }
}
