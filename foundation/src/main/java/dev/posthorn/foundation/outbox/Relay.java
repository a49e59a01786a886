package dev.posthorn.foundation.outbox;

import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.job.RepeatedJob;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Carries the messages of one table to the broker, a window at a time, in a thread of its own.
 *
 * <p>While the broker takes nothing, rounds become rare: an outage of hours neither fills the log nor rewrites the same
 * rows over and over.
 */
public final class Relay implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    private final String name;
    private final OutboxTable table;
    private final MutinyEmitter<byte[]> emitter;
    private final int window;
    private final OutboxConfig config;

    /** Answers of the broker that the table does not know of yet; those that come after their round are kept for the next. */
    private final Queue<Long> taken = new ConcurrentLinkedQueue<>();

    private final Queue<Long> refused = new ConcurrentLinkedQueue<>();
    private volatile RepeatedJob job;

    /**
     * @param window how many messages are on their way at once; those of all relays together stay below the emitter's
     *     buffer of 128
     */
    public Relay(String name, OutboxTable table, MutinyEmitter<byte[]> emitter, int window, OutboxConfig config) {
        this.name = name;
        this.table = table;
        this.emitter = emitter;
        this.window = window;
        this.config = config;
    }

    /** What one round did. */
    public record Round(int sent, int failed) {}

    public void start() {
        job = RepeatedJob.start(name, config.pollInterval(), () -> {
            Round round = runOnce();
            if (round.sent() == 0 && round.failed() > 0) {
                throw new BrokerAway(round.failed());
            }
            return round.sent() == window;
        });
    }

    /** Makes the relay look now. Called after a commit that promised a message. Any thread. */
    public void wake() {
        // What is promised before the start is found by the first round.
        if (job != null) {
            job.wake();
        }
    }

    @Override
    public void close() {
        if (job != null) {
            job.close();
        }
    }

    /** Sends one window of messages and forgets those that the broker settled. */
    public Round runOnce() throws SQLException {
        settle();
        List<OutboxMessage> messages = table.claim(window, config.lease());
        if (messages.isEmpty()) {
            return new Round(0, 0);
        }
        List<Uni<Boolean>> sends = messages.stream().map(this::send).toList();
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
            LOG.warnf("The broker did not answer within %s; %s waits", config.lease(), name);
        }
        int sent = settle();
        return new Round(sent, messages.size() - sent);
    }

    /** @return how many messages the broker took */
    private int settle() throws SQLException {
        List<Long> deleted = drain(taken);
        List<Long> released = drain(refused);
        try {
            if (!deleted.isEmpty()) {
                table.delete(deleted);
            }
            if (!released.isEmpty()) {
                table.release(released);
            }
        } catch (SQLException e) {
            taken.addAll(deleted);
            refused.addAll(released);
            throw e;
        }
        return deleted.size();
    }

    private static List<Long> drain(Queue<Long> ids) {
        var drained = new ArrayList<Long>();
        for (Long id = ids.poll(); id != null; id = ids.poll()) {
            drained.add(id);
        }
        return drained;
    }

    private Uni<Boolean> send(OutboxMessage message) {
        var metadata = OutgoingAmqpMetadata.builder()
                .withAddress(message.address())
                .withDurable(true)
                .withContentType(ContractsJson.CONTENT_TYPE)
                .build();
        return Uni.createFrom()
                .deferred(() -> emitter.sendMessage(Message.of(message.body()).addMetadata(metadata)))
                .map(done -> taken.add(message.id()))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf("Message %d for %s was not taken: %s", message.id(), message.address(), failure);
                    refused.add(message.id());
                    return false;
                });
    }

    /** Lengthens the pause before the next round. */
    private static final class BrokerAway extends Exception {

        private static final long serialVersionUID = 1;

        BrokerAway(int messages) {
            super("The broker took none of " + messages + " messages", null, false, false);
        }
    }
}
