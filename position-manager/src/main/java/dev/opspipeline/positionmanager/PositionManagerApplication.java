package dev.opspipeline.positionmanager;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the position manager of one account tier. */
@SpringBootConfiguration
@Import(PositionManagerConfiguration.class)
public class PositionManagerApplication {

    public static void main(String[] arguments) {
        if (arguments.length > 0 && !arguments[0].startsWith("--")) {
            System.exit(OperatorService.run(arguments, System.getenv(), System.out));
        }
        ServiceLauncher.run(PositionManagerApplication.class, arguments);
    }
}
