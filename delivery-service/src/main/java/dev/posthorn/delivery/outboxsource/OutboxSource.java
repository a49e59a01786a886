package dev.posthorn.delivery.outboxsource;

import dev.posthorn.delivery.event.PublishingMetrics;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.job.RepeatedJob;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** One database of the operator: a connection of its own, kept open to be told of news. One virtual thread. */
final class OutboxSource implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OutboxSource.class);

    private final String name;
    private final OutboxSourceConfig.Source config;
    private final OutboxSourceRepository repository;
    private final OutboxDrain drain;
    private final PublishingMetrics metrics;
    private Connection connection;
    private RepeatedJob job;

    private OutboxSource(String name, OutboxSourceConfig.Source config, OutboxDrain drain, PublishingMetrics metrics) {
        this.name = name;
        this.config = config;
        this.repository = new OutboxSourceRepository(config.table());
        this.drain = drain;
        this.metrics = metrics;
    }

    static OutboxSource start(
            String name, OutboxSourceConfig.Source config, OutboxDrain drain, PublishingMetrics metrics) {
        var source = new OutboxSource(name, config, drain, metrics);
        // The pause is within a round, where a notification ends it.
        source.job = RepeatedJob.start("outbox-source-" + name, Duration.ZERO, source::runOnce);
        return source;
    }

    /** Drains a batch, and waits for news when there was no more. */
    private boolean runOnce() throws Exception {
        try {
            OutboxDrain.Round round = drain.runOnce(open());
            count(round);
            if (!round.more()) {
                awaitNews();
            }
            return true;
        } catch (SQLException e) {
            disconnect();
            throw e;
        } catch (ApiException ledgerAway) {
            metrics.postponed(way());
            throw ledgerAway;
        }
    }

    private void count(OutboxDrain.Round round) {
        for (int published = 0; published < round.published(); published++) {
            metrics.published(way());
        }
        round.refused().forEach((row, reason) -> {
            metrics.refused(way(), reason.code());
            LOG.warnf("Row %s of outbox source %s was refused: %s", row, name, reason.getMessage());
        });
    }

    private String way() {
        return "outbox:" + name;
    }

    private Connection open() throws SQLException {
        if (connection == null) {
            var properties = new Properties();
            properties.setProperty("user", config.username());
            config.password().ifPresent(password -> properties.setProperty("password", password));
            properties.setProperty("ApplicationName", "posthorn outbox source " + name);
            properties.setProperty("connectTimeout", "5");
            // A server that vanished without a word is noticed.
            properties.setProperty("socketTimeout", "60");
            properties.setProperty("tcpKeepAlive", "true");
            connection = DriverManager.getConnection(config.jdbcUrl(), properties);
            repository.listen(connection);
            connection.setAutoCommit(false);
            LOG.infof("Draining outbox source %s", name);
        }
        return connection;
    }

    private void awaitNews() throws SQLException {
        // Outside of a transaction, or no notification would come.
        connection.unwrap(PGConnection.class).getNotifications((int)
                config.pollInterval().toMillis());
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (SQLException alsoBroken) {
            LOG.debugf("Outbox source %s: %s", name, alsoBroken);
        }
    }

    @Override
    public void close() {
        job.close();
        disconnect();
    }
}
