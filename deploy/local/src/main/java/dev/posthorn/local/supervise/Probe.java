package dev.posthorn.local.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a part whether it answers. */
@FunctionalInterface
public interface Probe {

    Duration PATIENCE = Duration.ofSeconds(2);

    boolean answers();

    /** Answers when a GET of the address is answered with 200. */
    static Probe http(String address) {
        // One client for each probe: it lives as long as its part, and its one thread is cheap.
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        var request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        return () -> {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    /** Answers when somebody listens on that port of this machine. */
    static Probe listening(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        Math.toIntExact(PATIENCE.toMillis()));
                return true;
            } catch (IOException e) {
                return false;
            }
        };
    }

    /**
     * Whether a part could listen on that port. Connecting comes first: macOS lets a program bind 127.0.0.1 beside
     * another one that has bound all addresses.
     */
    static boolean isFree(int port) {
        if (listening(port).answers()) {
            return false;
        }
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
