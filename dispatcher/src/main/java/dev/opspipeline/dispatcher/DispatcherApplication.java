package dev.opspipeline.dispatcher;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the dispatcher of one account tier. */
@SpringBootApplication
@ConfigurationPropertiesScan("dev.opspipeline")
public class DispatcherApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(DispatcherApplication.class, arguments);
    }
}
