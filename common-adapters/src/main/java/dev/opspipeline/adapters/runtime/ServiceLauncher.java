package dev.opspipeline.adapters.runtime;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.validation.ObjectError;

/**
 * Starts a service. A configuration that cannot be meant is one line and one exit status, so that whoever restarts processes
 * can tell "wrong" from "unlucky".
 */
public final class ServiceLauncher {

    /** The configuration is wrong: starting again will not help. */
    public static final int MISCONFIGURED = 78;

    private static final Logger log = LoggerFactory.getLogger(ServiceLauncher.class);
    private static final int FAILED = 1;

    private ServiceLauncher() {}

    /** Runs the application; ends the process when it cannot start. */
    public static void run(Class<?> application, String... arguments) {
        SpringApplication spring = new SpringApplication(application, ServiceRuntimeConfiguration.class);
        // Without a port nobody asks over HTTP, and a server would only cost time to start.
        spring.setWebApplicationType(
                System.getenv("MANAGEMENT_PORT") == null ? WebApplicationType.NONE : WebApplicationType.SERVLET);
        AtomicReference<UnaryOperator<String>> variables = new AtomicReference<>(UnaryOperator.identity());
        spring.addInitializers(
                context -> variables.set(property -> KnownSettings.variable(context.getEnvironment(), property)),
                context -> KnownSettings.check(
                        context.getEnvironment(), System.getenv().keySet()),
                context -> started(context.getEnvironment()));
        try {
            spring.run(arguments);
        } catch (RuntimeException e) {
            System.exit(report(e, variables.get()));
        }
    }

    private static int report(RuntimeException failure, UnaryOperator<String> variables) {
        Optional<String> problem = misconfiguration(failure, variables);
        if (problem.isPresent()) {
            log.atError().addKeyValue("problem", problem.get()).log("Configuration is wrong");
            log.atDebug().setCause(failure).log("Found while starting");
            return MISCONFIGURED;
        }
        log.atError().setCause(failure).log("Service cannot start");
        return FAILED;
    }

    private static void started(ConfigurableEnvironment environment) {
        log.atInfo()
                .addKeyValue("service", environment.getProperty("spring.application.name"))
                .addKeyValue("tier", environment.getProperty("account.tier"))
                .addKeyValue("instance", environment.getProperty("service.instance"))
                .addKeyValue("revision", environment.getProperty("service.revision"))
                .log("Starting");
    }

    /**
     * What is wrong with the configuration, when that is why the start failed.
     *
     * @param variables gives the variable that a property is read from
     */
    static Optional<String> misconfiguration(Throwable failure, UnaryOperator<String> variables) {
        Throwable deepest = failure;
        Optional<String> unreadable = Optional.empty();
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException invalid) {
                return Optional.of(invalid.getValidationErrors().getAllErrors().stream()
                        .map(ObjectError::getDefaultMessage)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining("; ")));
            }
            if (cause instanceof BindException bind && bind.getProperty() != null) {
                unreadable = Optional.of("%s %s '%s'"
                        .formatted(
                                variables.apply(bind.getName().toString()),
                                demanded(bind.getTarget().getType().resolve(Object.class)),
                                bind.getProperty().getValue()));
            }
            deepest = cause;
        }
        if (unreadable.isEmpty() && deepest instanceof IllegalArgumentException refused) {
            return Optional.ofNullable(refused.getMessage());
        }
        return unreadable;
    }

    private static String demanded(Class<?> type) {
        return type.isEnum()
                ? "must be one of %s, was"
                        .formatted(Arrays.stream(type.getEnumConstants())
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")))
                : "cannot be";
    }
}
