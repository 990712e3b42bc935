package io.millrace.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the table of rooms in docs/architecture.md forbids, looked at in the classes that were built. */
class RoomsTest {
    private static final Map<String, String> SERVICES = Map.of(
            "producer-service", "io.millrace.producer..",
            "consumer-service", "io.millrace.consumer..",
            "hdfs-sink-service", "io.millrace.sink..",
            "mapreduce-job", "io.millrace.mapreduce..");

    private static final String[] PEOPLE_AND_TESTS = {
        "io.millrace.launcher..", "io.millrace.console..", "io.millrace.stack..", "io.millrace.testsupport.."
    };

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service", "hdfs-sink-service", "mapreduce-job"})
    void aServiceKnowsNeitherTheLauncherNorAnotherService(String module) {
        JavaClasses service = classes(module);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PEOPLE_AND_TESTS)
                .check(service);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES.keySet().stream()
                        .filter(other -> !other.equals(module))
                        .map(SERVICES::get)
                        .toArray(String[]::new))
                .check(service);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "common-model",
                "service-runtime",
                "record-formats",
                "record-stream",
                "record-sources",
                "embedded-stack",
                "test-support"
            })
    void theGroundKnowsNoService(String module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                SERVICES.values().stream(),
                                Stream.of("io.millrace.launcher..", "io.millrace.console.."))
                        .toArray(String[]::new))
                .check(classes(module));
    }

    @ParameterizedTest
    @ValueSource(strings = {"common-model", "service-runtime", "record-formats", "record-stream", "record-sources"})
    void theGroundKnowsNoHadoop(String module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop..")
                .check(classes(module));
    }

    @ParameterizedTest
    @ValueSource(strings = {"common-model", "record-formats", "record-sources", "mapreduce-job"})
    void recordsAndJobsKnowNoKafka(String module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..")
                .check(classes(module));
    }

    /** The options of values stand beside the loop, which does not see them. */
    @Test
    void whoeverReadsKnowsNoDatabaseAndNoFormat() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "io.millrace.runtime.database..")
                .check(classes("record-stream"));
        noClasses()
                .that()
                .resideOutsideOfPackage("io.millrace.stream.options")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.millrace.formats..", "io.millrace.stream.options")
                .check(classes("record-stream"));
    }

    /** Neither the sink nor the alerts have a loop of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"hdfs-sink-service", "consumer-service"})
    void aServiceThatLandsRecordsHearsOfRebalancesFromTheLoopAlone(String module) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.apache.kafka.clients.consumer.ConsumerRebalanceListener")
                .check(classes(module));
    }

    /** What it sees it reads as the services do; what they write with, it does not touch. */
    @Test
    void theConsoleKnowsOfServicesOnlyWhatReads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.producer..",
                        "io.millrace.mapreduce..",
                        "io.millrace.launcher..",
                        "io.millrace.stack..",
                        "io.millrace.consumer.engine..",
                        "io.millrace.consumer.kafka..",
                        "io.millrace.consumer.store..",
                        "io.millrace.sink.write..",
                        "io.millrace.sink.run..",
                        "io.millrace.sink.upkeep..",
                        "io.millrace.sink.table..",
                        "io.millrace.sink.iceberg..",
                        "io.millrace.sink.done..")
                .check(classes("console"));
    }

    @Test
    void jobsKnowNoOtherModule() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.record..", "io.millrace.model..", "io.millrace.layout..", "io.millrace.runtime..")
                .check(classes("mapreduce-job"));
    }

    private static JavaClasses classes(String module) {
        // The rules look at names of packages only; to read every library for them takes half a minute.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        Path folder = Checkout.root().resolve(module).resolve("target/classes");
        JavaClasses classes = new ClassFileImporter().importPath(folder);
        assertThat(classes).as("classes in " + folder).isNotEmpty();
        return classes;
    }
}
