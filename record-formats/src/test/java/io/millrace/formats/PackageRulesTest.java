package io.millrace.formats;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.millrace.formats.file.FileFormat;
import io.millrace.formats.value.ValueFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the list of every package's doors, in the integration tests, cannot say. */
class PackageRulesTest {
    private static final String ROOT = "io.millrace.formats";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void onlyTheListsOfKindsKnowTheKinds() {
        List<String> kinds = CLASSES.stream()
                .filter(aClass -> aClass.isAssignableTo(ValueFormat.class) || aClass.isAssignableTo(FileFormat.class))
                .filter(aClass -> !aClass.isInterface())
                .map(JavaClass::getPackageName)
                // Its writer makes JSON of columns, whatever kind of values they are of.
                .filter(name -> !name.equals(ROOT + ".json"))
                .distinct()
                .sorted()
                .toList();
        assertThat(kinds).contains(ROOT + ".text", ROOT + ".parquet");
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .doNotBelongToAnyOf(Values.class, FileKind.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(kinds.toArray(new String[0]))
                .check(CLASSES);
    }
}
