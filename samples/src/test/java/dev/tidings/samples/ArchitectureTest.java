package dev.tidings.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.elements.ClassesThat;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between modules and packages, and what tests may not do. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidings");

    private static ClassesThat<GivenClassesConjunction> noneOf() {
        return noClasses().that();
    }

    @ParameterizedTest
    @CsvSource({
        "dev.tidings.events, dev.tidings.broker..",
        "dev.tidings.events, com.rabbitmq..",
        "dev.tidings.events.., dev.tidings.publisher..",
        "dev.tidings.events.., dev.tidings.consumer..",
        "dev.tidings.events.., dev.tidings.idempotency..",
        "dev.tidings.broker.internal, dev.tidings.broker",
        "dev.tidings.broker.., dev.tidings.publisher..",
        "dev.tidings.broker.., dev.tidings.consumer..",
        "dev.tidings.broker.., dev.tidings.tracking..",
        "dev.tidings.broker.., dev.tidings.embedded..",
        "dev.tidings.publisher.., dev.tidings.consumer..",
        "dev.tidings.outbox, dev.tidings.publisher",
        "dev.tidings.outbox, dev.tidings.consumer..",
        "dev.tidings.publisher.internal, dev.tidings.outbox",
        "dev.tidings.publisher.., dev.tidings.idempotency..",
        "dev.tidings.consumer.., dev.tidings.publisher..",
        "dev.tidings.consumer.., dev.tidings.tracking..",
        "dev.tidings.consumer.., dev.tidings.owner..",
        "dev.tidings.consumer.., dev.tidings.mirror..",
        "dev.tidings.consumer.., dev.tidings.migration..",
        "dev.tidings.owner.., dev.tidings.mirror..",
        "dev.tidings.owner.., dev.tidings.idempotency..",
        "dev.tidings.mirror.., okhttp3..",
        "dev.tidings.tracking.., dev.tidings.publisher..",
        "dev.tidings.tracking.., dev.tidings.outbox..",
        "dev.tidings.tracking.., dev.tidings.idempotency..",
        "dev.tidings.mirror, dev.tidings.mirror.jdbc",
        "dev.tidings.migration, dev.tidings.consumer..",
        "dev.tidings.migration.jdbc, dev.tidings.migration.shadow",
        "dev.tidings.migration.shadow, dev.tidings.idempotency..",
        "dev.tidings.migration, dev.tidings.migration.*..",
        "dev.tidings.migration.jdbc, dev.tidings.migration.baton",
        "dev.tidings.migration.baton, dev.tidings.migration.jdbc",
        "dev.tidings.migration.., dev.tidings.publisher..",
        "dev.tidings.migration.., dev.tidings.mirror..",
        "dev.tidings.jdbc.internal, dev.tidings.mirror..",
        "dev.tidings.jdbc.internal, dev.tidings.migration..",
        "dev.tidings.mirror.jdbc, dev.tidings.idempotency..",
        "dev.tidings.idempotency.., dev.tidings.events..",
        "dev.tidings.idempotency.., dev.tidings.broker..",
        "dev.tidings.idempotency.., dev.tidings.consumer..",
        "dev.tidings.embedded.., dev.tidings.publisher..",
        "dev.tidings.embedded.., dev.tidings.consumer..",
        "dev.tidings.state, dev.tidings.broker..",
        "dev.tidings.state, dev.tidings.publisher..",
        "dev.tidings.state, dev.tidings.outbox..",
        "dev.tidings.state, dev.tidings.owner..",
        "dev.tidings.state, com.sun.net.httpserver..",
        "dev.tidings.testkit, dev.tidings.testkit.*..",
        "dev.tidings.testkit.*.., dev.tidings.testkit",
        "dev.tidings.testkit.*.., dev.tidings.events..",
        "dev.tidings.testkit.*.., dev.tidings.broker..",
        "dev.tidings.testkit, org.junit..",
        "dev.tidings.samples.demo.*.., dev.tidings.samples.migration..",
        "dev.tidings.samples.migration.shop, dev.tidings.samples.migration.billing",
        "dev.tidings.samples.migration.billing, dev.tidings.samples.migration.shop",
        "dev.tidings.samples.migration.billing, dev.tidings.samples.migration.story",
    })
    void there_is_no_arrow(String from, String to) {
        noneOf().resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(to)
                .check(OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "com.rabbitmq.., dev.tidings.broker.internal..",
        "com.github.benmanes.caffeine.., dev.tidings.idempotency|dev.tidings.owner",
        "okhttp3.., dev.tidings.owner",
        "io.github.resilience4j.., dev.tidings.owner",
        "io.micrometer.., dev.tidings.telemetry.internal..",
        "io.opentelemetry.., dev.tidings.telemetry.internal..",
        "org.apache.qpid.., dev.tidings.embedded..",
    })
    void a_heavy_library_is_used_in_its_rooms(String library, String rooms) {
        noneOf().resideOutsideOfPackages(Stream.concat(
                                Stream.of("dev.tidings.samples..", "dev.tidings.testkit.*..", "dev.tidings.bench.."),
                                Stream.of(rooms.split("\\|")))
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(OURS);
    }

    /** On the wire, in the outbox's rows, in owners' answers and copies of them, in effects that are compared, and in what RabbitMQ's management answers. */
    @Test
    void json_is_written_and_read_in_few_rooms() {
        noneOf().resideOutsideOfPackages(
                        "dev.tidings.events",
                        "dev.tidings.migration",
                        "dev.tidings.migration.baton",
                        "dev.tidings.mirror.jdbc",
                        "dev.tidings.owner",
                        "dev.tidings.outbox",
                        "dev.tidings.state",
                        "dev.tidings.testkit",
                        "dev.tidings.tracking",
                        "dev.tidings.samples..",
                        "dev.tidings.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(OURS);
    }

    @Test
    void no_library_code_depends_on_test_support_or_samples() {
        noneOf().resideOutsideOfPackages("dev.tidings.samples..", "dev.tidings.testkit..", "dev.tidings.bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.tidings.samples..", "dev.tidings.testkit..", "org.junit..")
                .check(OURS);
    }

    @Test
    void packages_have_no_circles() {
        slices().matching("dev.tidings.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void no_test_sleeps() throws IOException {
        assertThat(sources("src/test/java"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(read(file))
                        .as("%s waits for an arrival instead of sleeping", file)
                        .doesNotContain("Thread." + "sleep", "MILLISECONDS." + "sleep", "SECONDS." + "sleep"));
    }

    private static List<Path> sources(String root) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file ->
                            file.toString().contains(root) && file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
