package dev.opspipeline.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports asked for, looked at before anything starts. */
final class Ports {

    /** The broker's, the store's and Kafka's. */
    static final int COUNT = 3;

    static final int HIGHEST = 65_535;

    private Ports() {}

    /** Throws {@link CannotPlayException} when one of those from {@code first} on is taken; 0 stands for any that are free. */
    static void check(int first) {
        check(first, COUNT);
    }

    static void check(int first, int count) {
        for (int port = first; first != 0 && port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            } catch (IOException e) {
                throw new CannotPlayException(
                        "port %d is taken (--port %d uses %d to %d): stop what has it, choose others, or leave --port out for any that are free"
                                .formatted(port, first, first, first + count - 1));
            }
        }
    }
}
