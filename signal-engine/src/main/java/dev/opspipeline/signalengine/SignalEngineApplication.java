package dev.opspipeline.signalengine;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the signal engine. */
@SpringBootApplication
@ConfigurationPropertiesScan("dev.opspipeline")
public class SignalEngineApplication {

    public static void main(String[] arguments) {
        ServiceLauncher.run(SignalEngineApplication.class, arguments);
    }
}
