package dev.posthorn.delivery.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.Addresses;
import dev.posthorn.contracts.AttemptBatch;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.delivery.ledger.AttemptNewsRepository.Claimed;
import dev.posthorn.foundation.outbox.OutboxConfig;
import dev.posthorn.foundation.outbox.OutboxMessage;
import dev.posthorn.foundation.outbox.OutboxTable;
import dev.posthorn.foundation.outbox.Relay;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.reactive.messaging.Channel;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Tells monitoring-service of outcomes. The outbox of attempts holds their ids only; the message is made when it is sent,
 * from memory if it was recorded a moment ago, else from the log. One row is one message, and says the same each time.
 */
@ApplicationScoped
class AttemptNewsRelay {

    /** Messages on their way at once: each may have a thousand outcomes, some 350 bytes each. */
    private static final int WINDOW = 16;

    /** Some 10 MB. */
    private static final int MOST_RECENT_ATTEMPTS = 20_000;

    private final AttemptNewsRepository repository;
    private final Relay relay;
    private final RecentNews recent = new RecentNews(MOST_RECENT_ATTEMPTS);

    AttemptNewsRelay(
            AttemptNewsRepository repository, @Channel("outbox") MutinyEmitter<byte[]> emitter, OutboxConfig config) {
        this.repository = repository;
        this.relay = new Relay("attempt-news", new Table(), emitter, Math.min(WINDOW, config.window()), config);
    }

    void start(@Observes @Priority(Instance.START_PRIORITY + 10) StartupEvent event) {
        relay.start();
    }

    void stop(@Observes ShutdownEvent event) {
        relay.close();
    }

    /** Promises the news in the transaction of the connection. {@link #wake} follows its commit. */
    void promise(Connection connection, AttemptNews news) throws SQLException {
        repository.add(connection, news.id(), news.references());
        recent.remember(news.id(), news.message());
    }

    /** Any thread. */
    void wake() {
        relay.wake();
    }

    Relay.Round runOnce() throws SQLException {
        return relay.runOnce();
    }

    /** As a restart does: what was recorded so far is read from the log. */
    void forgetRecent() {
        recent.clear();
    }

    /** The table attempt_news, as a table of messages. */
    private final class Table implements OutboxTable {

        @Override
        public List<OutboxMessage> claim(int limit, Duration lease) throws SQLException {
            List<Claimed> rows;
            List<OutboxMessage> messages;
            do {
                rows = repository.claim(limit, lease);
                messages = write(rows);
            } while (messages.isEmpty() && !rows.isEmpty());
            return messages;
        }

        private List<OutboxMessage> write(List<Claimed> rows) throws SQLException {
            var contents = new HashMap<Long, AttemptBatch>();
            for (Claimed row : rows) {
                AttemptBatch message = recent.take(row.batch());
                if (message != null) {
                    contents.put(row.id(), message);
                }
            }
            List<Claimed> unknown =
                    rows.stream().filter(row -> !contents.containsKey(row.id())).toList();
            if (!unknown.isEmpty()) {
                var found = repository.findAttempts(unknown);
                unknown.forEach(row -> contents.put(
                        row.id(), new AttemptBatch(row.batch().toString(), found.getOrDefault(row.id(), List.of()))));
            }
            var messages = new ArrayList<OutboxMessage>();
            var empty = new ArrayList<Long>();
            for (Claimed row : rows) {
                AttemptBatch content = contents.get(row.id());
                if (content.attempts().isEmpty()) {
                    empty.add(row.id());
                } else {
                    messages.add(new OutboxMessage(row.id(), Addresses.ATTEMPTS, json(content)));
                }
            }
            // All of their attempts were dropped by retention: there is nothing left to tell.
            if (!empty.isEmpty()) {
                repository.delete(empty);
            }
            return messages;
        }

        private static byte[] json(AttemptBatch batch) {
            try {
                return ContractsJson.MAPPER.writeValueAsBytes(batch);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A batch of outcomes cannot be written", e);
            }
        }

        @Override
        public void delete(List<Long> ids) throws SQLException {
            repository.delete(ids);
        }

        @Override
        public void release(List<Long> ids) throws SQLException {
            repository.release(ids);
        }
    }
}
