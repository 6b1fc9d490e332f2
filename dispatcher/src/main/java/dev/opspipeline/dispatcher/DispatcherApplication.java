package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the dispatcher of one account tier. */
@SpringBootApplication
@ConfigurationPropertiesScan("dev.opspipeline")
public class DispatcherApplication {

    public static void main(String[] arguments) {
        ServiceLauncher.run(DispatcherApplication.class, arguments);
    }
}
