package dev.opspipeline.signalengine;

import dev.opspipeline.adapters.runtime.ServiceLauncher;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/** Starts the signal engine. */
@SpringBootConfiguration
@Import(SignalEngineConfiguration.class)
public class SignalEngineApplication {

    public static void main(String[] arguments) {
        ServiceLauncher.run(SignalEngineApplication.class, arguments);
    }
}
