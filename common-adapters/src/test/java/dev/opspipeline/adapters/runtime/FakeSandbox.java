package dev.opspipeline.adapters.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The sandbox's end of one stepped clock's connection, spoken by the test itself. */
final class FakeSandbox implements AutoCloseable {

    private final ServerSocket server;
    private @Nullable Socket socket;
    private @Nullable BufferedReader in;
    private @Nullable PrintWriter out;

    FakeSandbox() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes the next connection, in the background, and answers its first line. */
    Thread greets(String answer) {
        return Thread.ofPlatform().start(() -> {
            try {
                Socket accepted = server.accept();
                socket = accepted;
                in = new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.UTF_8));
                out = new PrintWriter(accepted.getOutputStream(), true, StandardCharsets.UTF_8);
                hello = hears();
                says(answer);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private volatile @Nullable String hello;

    @Nullable
    String hello() {
        return hello;
    }

    @Nullable
    String hears() throws IOException {
        return in == null ? null : in.readLine();
    }

    void says(String line) {
        if (out != null) {
            out.print(line + "\n");
            out.flush();
        }
    }

    void hangsUp() throws IOException {
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        hangsUp();
        server.close();
    }
}
