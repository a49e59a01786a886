package dev.posthorn.foundation.outbox;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import org.eclipse.microprofile.reactive.messaging.Channel;

import java.sql.SQLException;

/** Carries the table {@code outbox} to the broker, through the channel of the same name. */
@ApplicationScoped
public class OutboxRelay {

    private final Relay relay;

    OutboxRelay(OutboxRepository repository, @Channel("outbox") MutinyEmitter<byte[]> emitter, OutboxConfig config) {
        this.relay = new Relay("outbox-relay", repository, emitter, config.window(), config);
    }

    void start(@Observes StartupEvent event) {
        relay.start();
    }

    void stop(@Observes ShutdownEvent event) {
        relay.close();
    }

    /** Others should learn of a change as soon as it is committed, not at the next poll. */
    void wakeAfterCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxRepository.Appended message) {
        wake();
    }

    /** Makes the relay look now. Called after a commit that appended a message. */
    public void wake() {
        relay.wake();
    }

    /** Sends one window of messages and forgets those that the broker settled. */
    public Relay.Round runOnce() throws SQLException {
        return relay.runOnce();
    }
}
