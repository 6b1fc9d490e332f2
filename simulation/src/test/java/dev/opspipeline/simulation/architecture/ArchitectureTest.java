package dev.opspipeline.simulation.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Arrows between modules point one way, and only one edge knows what time it is. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ArchitectureTest {

    private static final String BASE = "dev.opspipeline.";
    private static final String RUNTIME = BASE + "adapters.runtime..";

    static final List<String> SERVICES = List.of("signalengine", "dispatcher", "positionmanager");

    /** The hearts' packages. */
    private static final List<String> HEARTS =
            List.of("money", "market", "signal", "account", "exit", "contract", "risk");

    private static final String[] TECHNOLOGY = {
        BASE + "adapters.alpaca..",
        BASE + "adapters.kafka..",
        BASE + "adapters.ssm..",
        "org.springframework..",
        "org.apache.kafka..",
        "software.amazon..",
        "net.jacobpeterson..",
        "okhttp3..",
        "tools.jackson..",
        "com.google.gson..",
        "jakarta..",
        "java.net..",
    };

    /** Classes of a service's root that join the parts, and so know the technologies. */
    private static final Pattern WIRING =
            Pattern.compile(".*(Application|Configuration|Service|Intake|Properties)(\\$.*)?");

    /** All that runs in production; the auditor, its tests and the sandbox are judged by their own rules. */
    private static final JavaClasses SYSTEM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.opspipeline")
            .that(not(resideInAnyPackage(BASE + "simulation..", BASE + "sandbox..")));

    private static final ArchRule ASKS_NO_TIME = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .accessTargetWhere(
                    describe("asks the machine for the time or sleeps", ArchitectureTest::asksTheTimeOrSleeps))
            .because("market time comes from the market clock, and wall time from the runtime edge");

    private static final ArchRule SCHEDULES_NOTHING = noClasses()
            .that()
            .resideOutsideOfPackage(RUNTIME)
            .should()
            .dependOnClassesThat(describe("run something later", ArchitectureTest::runsLater))
            .because("what is due runs on the account's one thread");

    @ParameterizedTest
    @FieldSource("SERVICES")
    void aServiceNeverDependsOnAnother(String service) {
        String[] others = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(ArchitectureTest::inside)
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(inside(service))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(SYSTEM);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void aServicesPartsUseItsRootAndNeverEachOther(String service) {
        slices().matching(BASE + service + ".(*)..")
                .should()
                .notDependOnEachOther()
                .check(SYSTEM);
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void aServicesRootKnowsItsPartsAndTheirTechnologyOnlyWhereItJoinsThem(String service) {
        String root = BASE + service;

        noClasses()
                .that()
                .resideInAPackage(root)
                .and(describe(
                        "are not wiring",
                        type -> !WIRING.matcher(type.getName()).matches()))
                .should()
                .dependOnClassesThat(resideInAnyPackage(TECHNOLOGY).or(resideInAPackage(root + ".*..")))
                .check(SYSTEM);
    }

    @Test
    void noEdgeDependsOnAnother() {
        slices().matching(BASE + "adapters.(*)..")
                .should()
                .notDependOnEachOther()
                .check(SYSTEM);
    }

    @Test
    void noEdgeKnowsAService() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "adapters..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        SERVICES.stream().map(ArchitectureTest::inside).toArray(String[]::new))
                .check(SYSTEM);
    }

    @Test
    void theHeartsArePlainJava() {
        String[] hearts = HEARTS.stream().map(ArchitectureTest::inside).toArray(String[]::new);

        classes()
                .that()
                .resideInAnyPackage(hearts)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(hearts).or(resideInAnyPackage("java..", "org.jspecify..")))
                .check(SYSTEM);
    }

    @Test
    void onlyTheRuntimeEdgeAsksTheMachineForTheTimeOrSleeps() {
        ASKS_NO_TIME.check(SYSTEM);
    }

    @Test
    void onlyTheRuntimeEdgeSchedules() {
        SCHEDULES_NOTHING.check(SYSTEM);
    }

    @Test
    void everyPackageIsOneThatTheRulesKnowAndIsNullMarked() {
        Set<String> known = Stream.of(List.of("adapters"), HEARTS, SERVICES)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        Set<String> packages = SYSTEM.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .allSatisfy(name -> assertThat(SYSTEM.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as(name)
                        .isTrue())
                .extracting(name -> name.substring(BASE.length()).split("\\.")[0])
                .hasSameElementsAs(known);
    }

    @ParameterizedTest
    @FieldSource("dev.opspipeline.simulation.architecture.Culprits#CLOCK_READERS")
    void askingTheTimeWouldBeFound(Class<?> culprit) {
        assertFinds(ASKS_NO_TIME, culprit);
    }

    @ParameterizedTest
    @FieldSource("dev.opspipeline.simulation.architecture.Culprits#SCHEDULERS")
    void schedulingWouldBeFound(Class<?> culprit) {
        assertFinds(SCHEDULES_NOTHING, culprit);
    }

    private static void assertFinds(ArchRule rule, Class<?> culprit) {
        JavaClasses planted = new ClassFileImporter().importClasses(culprit);

        assertThatThrownBy(() -> rule.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Architecture Violation")
                .hasMessageContaining(culprit.getSimpleName());
    }

    private static boolean asksTheTimeOrSleeps(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        String name = target.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
            case "java.util.Date" -> name.equals("<init>");
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.concurrent.locks.LockSupport" -> name.startsWith("park");
            default -> owner.startsWith("java.time.") && name.equals("now");
        };
    }

    private static boolean runsLater(JavaClass type) {
        return type.isAssignableTo(ScheduledExecutorService.class)
                || type.getName().equals("java.util.Timer")
                || type.getName().startsWith("org.springframework.scheduling");
    }

    private static String inside(String name) {
        return BASE + name + "..";
    }
}
