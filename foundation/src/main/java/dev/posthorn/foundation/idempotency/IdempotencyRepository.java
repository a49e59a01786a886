package dev.posthorn.foundation.idempotency;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.secret.Secret;
import dev.posthorn.foundation.secret.SecretCipher;
import dev.posthorn.foundation.secret.SecretsConfig;
import jakarta.enterprise.context.ApplicationScoped;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code idempotent_answer}, which each service's own migrations create:
 *
 * <pre>
 * create table idempotent_answer (
 *     scope text not null, key text not null, fingerprint text not null,
 *     status integer, location text, sealed_body text,
 *     created_at timestamptz not null default now(), primary key (scope, key));
 * create index idempotent_answer_created_at on idempotent_answer (created_at);
 * </pre>
 *
 * <p>Bodies are sealed: some show a secret that is stored nowhere else.
 */
@ApplicationScoped
public class IdempotencyRepository {

    /**
     * Takes a key that is new or has run out. Waits for a transaction that is just taking the same one; no row comes back
     * when that, or an earlier one, has it.
     */
    private static final String TAKE = """
            insert into idempotent_answer as taken (scope, key, fingerprint) values (?, ?, ?)
            on conflict (scope, key) do update
            set fingerprint = excluded.fingerprint, status = null, location = null, sealed_body = null, created_at = now()
            where taken.created_at < now() - ? * interval '1 millisecond'
            returning 1""";

    private static final String FIND = """
            select fingerprint, status, location, sealed_body from idempotent_answer where scope = ? and key = ?""";

    private static final String STORE = """
            update idempotent_answer set status = ?, location = ?, sealed_body = ? where scope = ? and key = ?""";

    /** Each new key pays for the removal of two old ones, so the table needs no job of its own. */
    private static final String FORGET = """
            delete from idempotent_answer where (scope, key) in (
                select scope, key from idempotent_answer where created_at < now() - ? * interval '1 millisecond'
                order by created_at limit 2 for update skip locked)""";

    private final Duration retention;
    private final SecretCipher cipher;

    IdempotencyRepository(IdempotencyConfig config, SecretsConfig secrets) {
        this.retention = config.retention();
        this.cipher = new SecretCipher(secrets.key(), secrets.previousKeys().orElse(List.of()));
    }

    /**
     * Takes the request's key within the connection's transaction, or finds what was answered to it.
     *
     * @return the stored answer; empty when the caller has to do the work, and {@link #store} its answer, before it commits
     * @throws ApiException 409 when the key was used with another request
     */
    public Optional<IdempotentAnswer> take(Connection connection, IdempotentRequest request) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, request.scope());
            statement.setString(2, request.key());
            statement.setString(3, request.fingerprint());
            statement.setLong(4, retention.toMillis());
            if (statement.executeQuery().next()) {
                forget(connection);
                return Optional.empty();
            }
        }
        return Optional.of(find(connection, request));
    }

    private IdempotentAnswer find(Connection connection, IdempotentRequest request) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, request.scope());
            statement.setString(2, request.key());
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("An idempotency key that was taken is gone");
                }
                if (!row.getString(1).equals(request.fingerprint())) {
                    throw ApiException.idempotencyKeyReused();
                }
                return answer(row, request);
            }
        }
    }

    private IdempotentAnswer answer(ResultSet row, IdempotentRequest request) throws SQLException {
        String sealed = row.getString(4);
        String body =
                sealed == null ? null : cipher.open(sealed, contextOf(request)).reveal();
        return new IdempotentAnswer(row.getInt(2), row.getString(3), body);
    }

    /** Keeps the answer for repeats, within the transaction that took the key. */
    public void store(Connection connection, IdempotentRequest request, IdempotentAnswer answer) throws SQLException {
        try (var statement = connection.prepareStatement(STORE)) {
            statement.setInt(1, answer.status());
            statement.setString(2, answer.location());
            statement.setString(
                    3, answer.body() == null ? null : cipher.seal(new Secret(answer.body()), contextOf(request)));
            statement.setString(4, request.scope());
            statement.setString(5, request.key());
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("An answer has no idempotency key to be stored under");
            }
        }
    }

    private void forget(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(FORGET)) {
            statement.setLong(1, retention.toMillis());
            statement.executeUpdate();
        }
    }

    private static String contextOf(IdempotentRequest request) {
        return "idempotency:" + request.scope() + ":" + request.key();
    }
}
