package dev.opspipeline;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the hearts plain: packages lean one way, nobody asks the time, nobody reaches outside. */
class ArchitectureTest {

    private static final String BASE = "dev.opspipeline.";

    /** Each rung may lean on itself and on those before it. */
    static final List<String> LADDER = List.of("money", "market", "signal", "account", "exit", "contract", "risk");

    static final List<Class<?>> CLOCK_READERS = List.of(
            Culprits.AsksInstant.class,
            Culprits.AsksDate.class,
            Culprits.AsksDateTime.class,
            Culprits.AsksZonedDateTime.class,
            Culprits.AsksByReference.class,
            Culprits.AsksClock.class,
            Culprits.AsksSource.class,
            Culprits.AsksMillis.class,
            Culprits.AsksNanos.class,
            Culprits.Sleeps.class,
            Culprits.SleepsByUnit.class);

    static final List<Class<?>> OUTGOERS = List.of(
            Culprits.OpensAFile.class, Culprits.OpensAPath.class, Culprits.NamesAnAddress.class, Culprits.Prints.class);

    static final List<Class<?>> SCHEDULERS =
            List.of(Culprits.Schedules.class, Culprits.Completes.class, Culprits.Starts.class, Culprits.Times.class);

    private static final JavaClasses HEARTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.opspipeline");

    private static final ArchRule ASKS_NO_TIME = noClasses()
            .should()
            .accessTargetWhere(describe("asks the time or waits", ArchitectureTest::asksTheTimeOrWaits))
            .because("time is an argument");

    private static final ArchRule REACHES_NOWHERE = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.io.."))
            .because("the hearts do no I/O");

    private static final ArchRule SCHEDULES_NOTHING = noClasses()
            .should()
            .dependOnClassesThat(describe("run something elsewhere or later", ArchitectureTest::runsElsewhere))
            .because("a heart runs on its caller's one thread");

    @ParameterizedTest
    @FieldSource("LADDER")
    void aPackageLeansOnlyOnThoseBeforeIt(String rung) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "org.jspecify.."),
                        LADDER.stream().limit(LADDER.indexOf(rung) + 1L).map(ArchitectureTest::inside))
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(inside(rung))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(HEARTS);
    }

    @Test
    void everyPackageStandsOnTheLadderAndIsNullMarked() {
        Set<String> packages = HEARTS.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .isEqualTo(LADDER.stream().map(BASE::concat).collect(Collectors.toSet()))
                .allSatisfy(name -> assertThat(HEARTS.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .isTrue());
    }

    @Test
    void nobodyAsksTheTimeOrWaits() {
        ASKS_NO_TIME.check(HEARTS);
    }

    @Test
    void nobodyReachesFilesOrTheNetwork() {
        REACHES_NOWHERE.check(HEARTS);
    }

    @Test
    void nobodySchedulesOrStartsThreads() {
        SCHEDULES_NOTHING.check(HEARTS);
    }

    @ParameterizedTest
    @FieldSource("CLOCK_READERS")
    void askingTheTimeWouldBeFound(Class<?> culprit) {
        assertFinds(ASKS_NO_TIME, culprit);
    }

    @ParameterizedTest
    @FieldSource("OUTGOERS")
    void reachingOutWouldBeFound(Class<?> culprit) {
        assertFinds(REACHES_NOWHERE, culprit);
    }

    @ParameterizedTest
    @FieldSource("SCHEDULERS")
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

    private static boolean asksTheTimeOrWaits(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        String name = target.getName();
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system") || name.startsWith("tick");
            case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
            case "java.util.Date" -> name.equals("<init>");
            case "java.util.Calendar" -> name.equals("getInstance");
            default ->
                (owner.startsWith("java.time.") && name.equals("now"))
                        || name.equals("wait")
                        || owner.equals("java.util.concurrent.locks.LockSupport");
        };
    }

    private static boolean runsElsewhere(JavaClass type) {
        return type.isAssignableTo(Executor.class)
                || type.isAssignableTo(Future.class)
                || type.isAssignableTo(Thread.class)
                || type.getName().equals("java.util.concurrent.Executors")
                || type.getName().startsWith("java.util.Timer");
    }

    private static String inside(String rung) {
        return BASE + rung + "..";
    }
}
