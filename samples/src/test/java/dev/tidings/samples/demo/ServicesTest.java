package dev.tidings.samples.demo;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The services could be processes on four machines. */
class ServicesTest {
    private static final String DEMO = "dev.tidings.samples.demo.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidings.samples.demo");

    @ParameterizedTest
    @ValueSource(strings = {"users", "search", "audit", "mail"})
    void a_service_knows_the_others_by_events_and_rest_only(String service) {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(DEMO + service)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        DEMO + service,
                        DEMO + "database",
                        DEMO + "stage",
                        "dev.tidings.events",
                        "dev.tidings.consumer",
                        "dev.tidings.mirror..",
                        "dev.tidings.owner",
                        "dev.tidings.publisher",
                        "dev.tidings.state",
                        "java..",
                        "javax.sql",
                        "com.sun.net.httpserver",
                        "com.fasterxml.jackson..",
                        "org.slf4j",
                        "org.jspecify..")
                .check(CLASSES);
    }
}
