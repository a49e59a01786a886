package dev.posthorn.system.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The row of ports that one stack uses. */
record Ports(int first) {

    private static final int COUNT = 20;

    /** Below the range from which systems hand out ports of outgoing connections. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    /** A row in which nothing listens; the variable {@code POSTHORN_TEST_PORT} names one instead. */
    static Ports free() {
        var chosen = System.getenv("POSTHORN_TEST_PORT");
        if (chosen != null) {
            return new Ports(Integer.parseInt(chosen));
        }
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST))
                .limit(1_000)
                .mapToObj(Ports::new)
                .filter(Ports::areFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No " + COUNT + " ports in a row are free"));
    }

    int postgres() {
        return first + 10;
    }

    private boolean areFree() {
        return all().allMatch(Ports::isFree);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private IntStream all() {
        return IntStream.range(first, first + COUNT);
    }

    /** Those of the row that somebody answers on. */
    IntStream listening() {
        return all().filter(Ports::isListening);
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
