package dev.opspipeline.positionmanager;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the position manager of one account tier. */
@SpringBootApplication
@ConfigurationPropertiesScan("dev.opspipeline")
public class PositionManagerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PositionManagerApplication.class, arguments);
    }
}
