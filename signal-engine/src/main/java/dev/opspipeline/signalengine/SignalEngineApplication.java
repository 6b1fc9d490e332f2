package dev.opspipeline.signalengine;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the signal engine. */
@SpringBootApplication
@ConfigurationPropertiesScan("dev.opspipeline")
public class SignalEngineApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(SignalEngineApplication.class, arguments);
    }
}
