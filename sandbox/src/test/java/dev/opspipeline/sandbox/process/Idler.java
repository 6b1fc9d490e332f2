package dev.opspipeline.sandbox.process;

import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** What the fleet starts in tests: says what it was told, then ends as {@code MODE} says, or waits. */
public final class Idler {

    private Idler() {}

    public static void main(String[] arguments) throws InterruptedException {
        String mode = System.getenv().getOrDefault("MODE", "wait");
        if (mode.startsWith("exit ")) {
            System.out.println("ends");
            System.exit(Integer.parseInt(mode.substring("exit ".length())));
        }
        if (mode.equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(Idler::waitForever));
        }
        new TreeMap<>(System.getenv()).forEach((name, value) -> System.out.println(name + "=" + value));
        System.out.println("waits");
        waitForever();
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
