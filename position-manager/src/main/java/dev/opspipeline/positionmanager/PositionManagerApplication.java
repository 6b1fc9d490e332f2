package dev.opspipeline.positionmanager;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the position manager of one account tier. */
@SpringBootApplication
@ConfigurationPropertiesScan("dev.opspipeline")
public class PositionManagerApplication {

    public static void main(String[] arguments) {
        ServiceLauncher.run(PositionManagerApplication.class, arguments);
    }
}
