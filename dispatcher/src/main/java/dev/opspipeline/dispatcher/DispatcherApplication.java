package dev.opspipeline.dispatcher;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the dispatcher of one account tier. */
@SpringBootConfiguration
@Import(DispatcherConfiguration.class)
public class DispatcherApplication {

    public static void main(String[] arguments) {
        ServiceLauncher.run(DispatcherApplication.class, arguments);
    }
}
