package dev.opspipeline.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the sandbox a stranger to what it plays, and its parts apart. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArchitectureTest {

    private static final String ROOT = "dev.opspipeline.sandbox";

    private static final JavaClasses SANDBOX = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** For every part of the sandbox, the other parts it may use. */
    private static final Map<String, String> PARTS = Map.of(
            "market", "",
            "broker", "market",
            "kafka", "",
            "clock", "kafka",
            "process", "",
            "store", "",
            "view", "");

    @Test
    void nothingOfTheSystemItPlaysIsUsed() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "java..",
                        "com.sun.net.httpserver..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "jakarta.servlet..",
                        "kotlin..",
                        "picocli..",
                        "kafka..",
                        "org.apache.kafka..")
                .because("a sandbox that shares code with the services cannot find their mistakes")
                .check(SANDBOX);
    }

    @ParameterizedTest
    @CsvSource({"market", "broker", "kafka", "clock", "process", "store", "view"})
    void aPartUsesOnlyThePartsItMayAndNeverTheRoot(String part) {
        Stream<String> allowed = Stream.concat(
                        Stream.of(part),
                        Arrays.stream(PARTS.getOrDefault(part, "").split(" ")))
                .filter(name -> !name.isEmpty())
                .map(name -> ROOT + "." + name + "..");

        classes()
                .that()
                .resideInAPackage(ROOT + "." + part + "..")
                .should()
                .onlyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(allowed.toArray(String[]::new))
                        .or(JavaClass.Predicates.resideOutsideOfPackage(ROOT + "..")))
                .check(SANDBOX);
    }

    @Test
    void everyPartIsOnTheList() {
        assertThat(SANDBOX.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(name -> name.substring(ROOT.length() + 1))
                        .collect(Collectors.toSet()))
                .isEqualTo(PARTS.keySet());
    }
}
