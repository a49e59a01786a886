package dev.posthorn.system.subscriber;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A receiver that does not keep to HTTP, or only to its letter. */
public final class HostileReceiver implements AutoCloseable {

    private static final int WAITING_CONNECTIONS = 512;
    private static final int SMALL_BUFFER = 16 * 1024;

    /** What it does with a connection. */
    @FunctionalInterface
    public interface Behavior {

        void meet(Connection connection) throws IOException, InterruptedException;
    }

    /** A connection, with what the receiver may do to it. */
    public final class Connection {

        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        /** Reads a request to its end, as far as it must be known here: all that arrives before a pause. */
        public Connection readRequest() throws IOException {
            InputStream in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("The sender has gone");
                }
                head.append((char) next);
            }
            requests.incrementAndGet();
            return this;
        }

        /** Counts what the sender took, at least into the buffers on the way. */
        public Connection write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
            written.addAndGet(bytes.length);
            return this;
        }

        public Connection write(String text) throws IOException {
            return write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Byte by byte, so slowly that it takes minutes. */
        public void drip(String text) throws IOException, InterruptedException {
            for (byte one : text.repeat(100).getBytes(StandardCharsets.ISO_8859_1)) {
                write(new byte[] {one});
                Thread.sleep(Duration.ofMillis(200));
            }
        }

        /** The same again and again, until the sender has enough of it. */
        public void writeForever(String text) throws IOException {
            byte[] block =
                    text.repeat(Math.max(1, SMALL_BUFFER / text.length())).getBytes(StandardCharsets.ISO_8859_1);
            while (true) {
                write(block);
            }
        }

        public void keepSilent() throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(10));
        }

        /** Ends it with a TCP reset instead of a goodbye. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final String scheme;
    private final Behavior behavior;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("hostile-", 0).factory());
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();

    private HostileReceiver(ServerSocket server, String scheme, Behavior behavior) {
        this.server = server;
        this.scheme = scheme;
        this.behavior = behavior;
    }

    public static HostileReceiver start(Behavior behavior) {
        try {
            return start(new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress()), "http", behavior);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Speaks TLS, with a certificate that nobody vouches for. */
    public static HostileReceiver startWithOwnCertificate(Behavior behavior) {
        try {
            return start(SelfSigned.listen(WAITING_CONNECTIONS), "https", behavior);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Is addressed with https, and has never heard of TLS. */
    public static HostileReceiver startWithoutTls(Behavior behavior) {
        try {
            return start(new ServerSocket(0, WAITING_CONNECTIONS, InetAddress.getLoopbackAddress()), "https", behavior);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HostileReceiver start(ServerSocket server, String scheme, Behavior behavior) {
        var receiver = new HostileReceiver(server, scheme, behavior);
        receiver.threads.submit(receiver::accept);
        return receiver;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                // What waits in buffers was not read by anybody, but would be counted as written.
                socket.setSendBufferSize(SMALL_BUFFER);
                connections.incrementAndGet();
                threads.submit(() -> meet(socket));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void meet(Socket socket) {
        try (socket) {
            behavior.meet(new Connection(socket));
        } catch (IOException e) {
            // The sender had enough, which is what this is about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return scheme + "://localhost:" + server.getLocalPort() + "/hooks";
    }

    public int connections() {
        return connections.get();
    }

    public long written() {
        return written.get();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
