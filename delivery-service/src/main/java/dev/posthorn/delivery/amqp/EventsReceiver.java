package dev.posthorn.delivery.amqp;

import dev.posthorn.contracts.Addresses;
import dev.posthorn.delivery.event.CloudEventReader;
import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.delivery.event.PublishingMetrics;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.foundation.error.ApiException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpConnection;
import io.vertx.amqp.AmqpMessage;
import io.vertx.amqp.AmqpReceiver;
import io.vertx.amqp.AmqpReceiverOptions;
import io.vertx.amqp.AmqpSender;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Takes events from the broker. All of its state belongs to one event loop; the ledger answers on a thread of its own.
 *
 * <p>This is the Vert.x client that SmallRye's connector stands on, and not the connector, which reads a body of type {@code
 * application/json} itself and never settles a message whose body is no JSON, takes up to 1,000 messages ahead, and loses
 * all channels when the broker refuses a single message (docs/decisions/0010).
 */
@ApplicationScoped
class EventsReceiver {

    static final String WAY = "amqp";

    private static final Logger LOG = Logger.getLogger(EventsReceiver.class);

    private final Vertx vertx;
    private final Publishing publishing;
    private final PublishingMetrics metrics;
    private final AmqpPublishingConfig config;
    private final AmqpCloudEvents reader;
    private Context context;
    private AmqpClient client;
    private boolean awayTold;
    private volatile boolean stopped;

    EventsReceiver(
            Vertx vertx,
            Publishing publishing,
            PublishingMetrics metrics,
            PublishingConfig publishingConfig,
            AmqpPublishingConfig config) {
        this.vertx = vertx;
        this.publishing = publishing;
        this.metrics = metrics;
        this.config = config;
        this.reader = new AmqpCloudEvents(new CloudEventReader(publishingConfig));
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            return;
        }
        var options = new AmqpClientOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setSsl(config.useSsl())
                // Notices a broker whose machine is gone without a word.
                .setHeartbeat(10_000)
                .setConnectTimeout(5_000);
        config.username().ifPresent(options::setUsername);
        config.password().ifPresent(options::setPassword);
        client = AmqpClient.create(vertx, options);
        context = vertx.getOrCreateContext();
        context.runOnContext(now -> connect());
    }

    /** Before the ledger stops. What is not settled stays the broker's. */
    void stop(@Observes @Priority(0) ShutdownEvent event) {
        stopped = true;
        if (client == null) {
            return;
        }
        try {
            client.close().toCompletionStage().toCompletableFuture().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debugf("The broker's connection was not closed in time: %s", e);
        }
    }

    private void connect() {
        if (stopped) {
            return;
        }
        client.connect()
                .compose(this::open)
                .onSuccess(opened -> {
                    awayTold = false;
                    LOG.infof("Taking events from %s", Addresses.EVENTS);
                })
                .onFailure(this::connectLater);
    }

    private Future<Link> open(AmqpConnection connection) {
        var receiving = new AmqpReceiverOptions().setAutoAcknowledgement(false).setMaxBufferedMessages(config.ahead());
        return connection
                .createSender(Addresses.EVENTS_REFUSED)
                .compose(refused -> connection
                        .createReceiver(Addresses.EVENTS, receiving)
                        .map(receiver -> {
                            var link = new Link(connection, receiver, refused);
                            link.start();
                            return link;
                        }))
                .onFailure(failure -> connection.close());
    }

    private void connectLater(Throwable failure) {
        if (stopped) {
            return;
        }
        if (!awayTold) {
            LOG.warnf("No events are taken from the broker: %s; trying again every %s", failure, config.pause());
            awayTold = true;
        }
        vertx.setTimer(config.pause().toMillis(), now -> connect());
    }

    /** One connection's life. On the event loop, but for the ledger's answers. */
    private final class Link {

        private final AmqpConnection connection;
        private final AmqpReceiver receiver;
        private final AmqpSender refused;
        private int underWay;
        private boolean lost;

        Link(AmqpConnection connection, AmqpReceiver receiver, AmqpSender refused) {
            this.connection = connection;
            this.receiver = receiver;
            this.refused = refused;
        }

        void start() {
            connection.exceptionHandler(this::lose);
            receiver.exceptionHandler(this::lose);
            refused.exceptionHandler(this::lose);
            receiver.handler(message -> {
                underWay++;
                if (underWay >= config.concurrency()) {
                    receiver.pause();
                }
                publish(message);
            });
        }

        private void lose(Throwable failure) {
            if (lost) {
                return;
            }
            lost = true;
            connection.close();
            connectLater(failure);
        }

        private void publish(AmqpMessage message) {
            if (lost || stopped) {
                // It is the broker's again, and comes over the next connection.
                return;
            }
            attempt(message)
                    .whenComplete(
                            (acceptance, failure) -> context.runOnContext(now -> settle(message, acceptance, failure)));
        }

        private CompletionStage<Acceptance> attempt(AmqpMessage message) {
            try {
                var addressed = reader.read(message.unwrap());
                var event = addressed.event();
                return publishing
                        .check(addressed.tenant(), event.draft(), event.names())
                        .thenCompose(entry -> publishing.keep(List.of(entry)))
                        .thenApply(acceptances -> refuseReused(
                                acceptances.getFirst(), event.names().id()));
            } catch (RuntimeException refusal) {
                return CompletableFuture.failedStage(refusal);
            }
        }

        private static Acceptance refuseReused(Acceptance acceptance, String field) {
            return switch (acceptance) {
                case Acceptance.Kept kept -> kept;
                case Acceptance.Repeated repeated -> repeated;
                case Acceptance.KeyReused _ ->
                    throw ApiException.conflict(field, "Another event was published under this id and source before");
            };
        }

        private void settle(AmqpMessage message, Acceptance acceptance, Throwable failure) {
            if (lost) {
                return;
            }
            switch (failure instanceof CompletionException wrapped ? wrapped.getCause() : failure) {
                case null -> {
                    if (acceptance instanceof Acceptance.Kept) {
                        metrics.published(WAY);
                    }
                    message.accepted();
                    end();
                }
                // Overloaded, or the database is away. Held here it takes its place: the others wait in the broker.
                case ApiException later
                when later.retryAfter() != null -> {
                    metrics.postponed(WAY);
                    vertx.setTimer(config.pause().toMillis(), now -> publish(message));
                }
                case ApiException refusal -> refuse(message, refusal);
                // The broker sends it again with growing pauses, and lays it aside after some times.
                case Throwable fault -> {
                    LOG.errorf(fault, "An event from the broker could not be published");
                    message.modified(true, false);
                    end();
                }
            }
        }

        private void refuse(AmqpMessage message, ApiException reason) {
            LOG.debugf("An event from the broker was refused: %s (%s)", reason.getMessage(), reason.field());
            refused.sendWithAck(AmqpMessage.create(RefusedEvents.of(message.unwrap(), reason))
                            .build())
                    .onComplete(sent -> {
                        if (lost) {
                            return;
                        }
                        if (sent.succeeded()) {
                            metrics.refused(WAY, reason.code());
                            message.accepted();
                        } else {
                            LOG.warnf("A refused event could not be laid aside: %s", sent.cause());
                            message.modified(true, false);
                        }
                        end();
                    });
        }

        private void end() {
            underWay--;
            if (underWay == config.concurrency() - 1) {
                receiver.resume();
            }
        }
    }
}
