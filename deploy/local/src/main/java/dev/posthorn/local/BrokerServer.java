package dev.posthorn.local;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ActiveMQ Artemis broker that speaks AMQP 1.0, with the addresses of {@code deploy/artemis/broker.xml}.
 *
 * <p>It can be stopped and started again; messages stay in its folder.
 */
public final class BrokerServer implements AutoCloseable {

    /** The one user of the broker. */
    public static final String USER = "posthorn";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.]+)(?::([^}]*))?}");

    private final int port;
    private final Path folder;
    private final String password;
    private EmbeddedActiveMQ server;

    /** @param folder where messages are kept */
    public BrokerServer(int port, Path folder, String password) {
        this.port = port;
        this.folder = folder;
        this.password = password;
    }

    /** Returns when the broker accepts connections. */
    public synchronized void start() throws Exception {
        if (server != null) {
            return;
        }
        var starting = new EmbeddedActiveMQ();
        starting.setConfiguration(configuration());
        starting.setSecurityManager(onlyUser(password));
        starting.start();
        server = starting;
    }

    /** Closes all connections; messages stay. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.stop();
            server = null;
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not stop", e);
        }
    }

    public int port() {
        return port;
    }

    public String password() {
        return password;
    }

    /** Messages waiting in a queue, by the queue's name; {@code 0} for an unknown one. */
    public synchronized long messagesIn(String queue) {
        if (server == null) {
            throw new IllegalStateException("The broker is not running");
        }
        var found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    @Override
    public void close() {
        stop();
    }

    private Configuration configuration() throws Exception {
        var values = Map.of(
                "posthorn.broker.host",
                "127.0.0.1",
                "posthorn.broker.port",
                Integer.toString(port),
                "posthorn.broker.data",
                folder.toAbsolutePath().toString());
        try (var file = BrokerServer.class.getResourceAsStream("/artemis/broker.xml")) {
            if (file == null) {
                throw new IOException("broker.xml is not in the class path");
            }
            var text = fill(new String(file.readAllBytes(), StandardCharsets.UTF_8), values);
            return new FileConfigurationParser()
                    .parseMainConfig(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Fills in what are system properties in a broker of its own, so that one JVM can hold several brokers. */
    static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            var value = values.getOrDefault(match.group(1), match.group(2));
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }

    private static ActiveMQJAASSecurityManager onlyUser(String password) {
        var users = new SecurityConfiguration();
        users.addUser(USER, password);
        users.addRole(USER, USER);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    /** Runs the broker as a process of its own; the settings come by environment, where a password is not listed. */
    public static void main(String[] arguments) throws Exception {
        var broker = new BrokerServer(
                Integer.parseInt(System.getenv("POSTHORN_BROKER_PORT")),
                Path.of(System.getenv("POSTHORN_BROKER_DATA")),
                System.getenv("POSTHORN_BROKER_PASSWORD"));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop, "stop-broker"));
        broker.start();
        Thread.currentThread().join();
    }
}
