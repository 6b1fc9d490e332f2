package dev.opspipeline.simulation.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class IndependenceTest {

    @Test
    void theAuditorSharesNoCodeWithWhatItJudges() {
        JavaClasses audit = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.opspipeline.simulation.audit");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.opspipeline.simulation.audit", "java..", "org.jspecify..", "tools.jackson..", "picocli..")
                .check(audit);
    }
}
