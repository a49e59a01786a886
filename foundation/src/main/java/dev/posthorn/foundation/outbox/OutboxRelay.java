package dev.posthorn.foundation.outbox;

import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.job.RepeatedJob;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Carries the outbox to the broker, in a thread of its own, through the channel {@code outbox}. */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final OutboxRepository repository;
    private final MutinyEmitter<byte[]> emitter;
    private final OutboxConfig config;
    private volatile RepeatedJob job;

    OutboxRelay(OutboxRepository repository, @Channel("outbox") MutinyEmitter<byte[]> emitter, OutboxConfig config) {
        this.repository = repository;
        this.emitter = emitter;
        this.config = config;
    }

    /** What one round did. */
    public record Round(int sent, int failed) {}

    void start(@Observes StartupEvent event) {
        job = RepeatedJob.start(
                "outbox-relay", config.pollInterval(), () -> runOnce().sent() == config.window());
    }

    void stop(@Observes ShutdownEvent event) {
        job.close();
    }

    /** Others should learn of a change as soon as it is committed, not at the next poll. */
    void wakeAfterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxRepository.Appended message) {
        wake();
    }

    /** Makes the relay look now. Called after a commit that appended a message. */
    public void wake() {
        // What is appended before the start is found by the first round.
        if (job != null) {
            job.wake();
        }
    }

    /** Sends one window of messages and forgets those that the broker settled. */
    public Round runOnce() throws SQLException {
        List<OutboxMessage> messages = repository.claim(config.window(), config.lease());
        if (messages.isEmpty()) {
            return new Round(0, 0);
        }
        var settled = new ArrayList<Long>();
        var failed = new ArrayList<Long>();
        var sends = new ArrayList<Uni<Void>>();
        for (OutboxMessage message : messages) {
            sends.add(send(message)
                    .invoke(() -> note(settled, message))
                    .onFailure()
                    .recoverWithUni(failure -> {
                        LOG.warnf("Message %d for %s was not taken: %s", message.id(), message.address(), failure);
                        note(failed, message);
                        return Uni.createFrom().voidItem();
                    }));
        }
        boolean answered = Uni.join()
                .all(sends)
                .andCollectFailures()
                .map(all -> true)
                .ifNoItem()
                .after(config.lease())
                .recoverWithItem(false)
                .await()
                .indefinitely();
        if (!answered) {
            LOG.warnf("The broker did not answer within %s; the outbox waits", config.lease());
        }
        synchronized (this) {
            repository.delete(settled);
            repository.release(failed);
            return new Round(settled.size(), messages.size() - settled.size());
        }
    }

    private synchronized void note(List<Long> ids, OutboxMessage message) {
        ids.add(message.id());
    }

    private Uni<Void> send(OutboxMessage message) {
        var metadata = OutgoingAmqpMetadata.builder()
                .withAddress(message.address())
                .withDurable(true)
                .withContentType(ContractsJson.CONTENT_TYPE)
                .build();
        return Uni.createFrom()
                .deferred(() -> emitter.sendMessage(Message.of(message.body()).addMetadata(metadata)));
    }
}
