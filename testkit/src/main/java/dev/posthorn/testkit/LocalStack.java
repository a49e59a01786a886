package dev.posthorn.testkit;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.posthorn.local.BrokerServer;
import dev.posthorn.local.FreePorts;
import dev.posthorn.local.PostgresServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Starts PostgreSQL, the broker and a mail server in the test's JVM, on free ports and with nothing in them.
 *
 * <p>A test may have fields of the types {@link GreenMail}, {@link BrokerServer} and {@link PostgresServer}: they are
 * set to the running ones, to read mails, or to stop the broker and start it again.
 */
public final class LocalStack implements QuarkusTestResourceLifecycleManager {

    private PostgresServer postgres;
    private BrokerServer broker;
    private GreenMail mail;
    private Path folder;

    @Override
    public Map<String, String> start() {
        // PostgreSQL and the broker take more than a second each: side by side they take one.
        var starting = CompletableFuture.supplyAsync(LocalStack::startPostgres);
        try {
            folder = Files.createTempDirectory("posthorn-test-");
            broker = new BrokerServer(FreePorts.one(), folder, UUID.randomUUID().toString());
            broker.start();
            mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            mail.start();
            postgres = starting.join();
            var database = new PostgresServer.Database(
                    "posthorn", "posthorn", UUID.randomUUID().toString());
            postgres.provide(database);
            return Map.ofEntries(
                    Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl(database.name())),
                    Map.entry("quarkus.datasource.username", database.user()),
                    Map.entry("quarkus.datasource.password", database.password()),
                    Map.entry("amqp-host", "127.0.0.1"),
                    Map.entry("amqp-port", Integer.toString(broker.port())),
                    Map.entry("amqp-username", BrokerServer.USER),
                    Map.entry("amqp-password", broker.password()),
                    Map.entry("quarkus.mailer.host", "127.0.0.1"),
                    Map.entry(
                            "quarkus.mailer.port",
                            Integer.toString(mail.getSmtp().getPort())),
                    Map.entry("quarkus.mailer.mock", "false"));
        } catch (Exception e) {
            throw new IllegalStateException("The local stack of the tests did not start", e);
        }
    }

    private static PostgresServer startPostgres() {
        try {
            return PostgresServer.throwAway();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not start", e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(mail, new TestInjector.MatchesType(GreenMail.class));
        injector.injectIntoFields(broker, new TestInjector.MatchesType(BrokerServer.class));
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(PostgresServer.class));
    }

    @Override
    public void stop() {
        try (var _ = postgres;
                var _ = broker) {
            if (mail != null) {
                mail.stop();
            }
        } finally {
            deleteFolder();
        }
    }

    private void deleteFolder() {
        if (folder == null) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot delete " + folder, e);
        }
    }
}
