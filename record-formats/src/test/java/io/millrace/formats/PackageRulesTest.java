package io.millrace.formats;

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
    private static final String ROOT = "io.millrace.formats";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final List<String> VALUE = List.of("value", "bytes", "row", "schema", "registry");
    private static final List<String> FILE = List.of("file", "value", "bytes", "row", "schema", "registry", "metadata");

    /** What each package below the root may touch besides itself, the JDK and records: packages beside it, then libraries. */
    private static final Map<String, List<String>> MAY_TOUCH = Map.ofEntries(
            Map.entry("bytes", List.of()),
            Map.entry("cache", List.of()),
            Map.entry("row", List.of("bytes")),
            Map.entry("schema", List.of("row", "org.apache.avro..", "com.fasterxml.jackson.core..")),
            Map.entry("layout", List.of()),
            Map.entry("model", List.of("io.millrace.model..")),
            Map.entry("value", VALUE),
            Map.entry("json", VALUE),
            Map.entry("text", and(VALUE, "json")),
            Map.entry("proto", and(VALUE, "com.google.protobuf..")),
            Map.entry(
                    "avro",
                    and(VALUE, "json", "cache", "org.apache.avro..", "com.github.luben.zstd..", "org.xerial.snappy..")),
            Map.entry("frame", VALUE),
            Map.entry("registry", List.of("cache", "com.fasterxml.jackson.core..", "javax.net.ssl..")),
            Map.entry("metadata", List.of("bytes", "row", "json")),
            Map.entry("file", FILE),
            Map.entry("lines", and(FILE, "json", "com.github.luben.zstd..", "org.xerial.snappy..")),
            Map.entry(
                    "parquet",
                    and(FILE, "org.apache.parquet.format..", "com.github.luben.zstd..", "org.xerial.snappy..")));

    private static List<String> and(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    static List<String> packages() {
        return MAY_TOUCH.keySet().stream().sorted().toList();
    }

    @Test
    void everyPackageHasItsRule() {
        assertThat(CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .collect(Collectors.toSet()))
                .isEqualTo(MAY_TOUCH.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageTouchesOnlyWhatItMay(String name) {
        List<String> allowed = new ArrayList<>(List.of("java..", "io.millrace.record", ROOT + "." + name));
        MAY_TOUCH.get(name).forEach(other -> allowed.add(other.endsWith("..") ? other : ROOT + "." + other));
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(new String[0]))
                .check(CLASSES);
    }

    @Test
    void nothingKnowsKafkaHadoopOrAService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.apache.hadoop..", "io.millrace.runtime..", "io.millrace.sink..")
                .check(CLASSES);
    }

    @Test
    void onlyTheListsOfKindsKnowTheKinds() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .and()
                .doNotBelongToAnyOf(Values.class, FileKind.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".avro", ROOT + ".proto", ROOT + ".text", ROOT + ".lines", ROOT + ".parquet")
                .check(CLASSES);
    }

    @Test
    void noCircleRunsThroughPackages() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
