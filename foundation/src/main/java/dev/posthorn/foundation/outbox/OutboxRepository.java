package dev.posthorn.foundation.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The table {@code outbox}, which each service's own migrations create. */
@ApplicationScoped
public class OutboxRepository implements OutboxTable {

    private static final String APPEND = """
            insert into outbox (address, body) values (?, ?)""";

    /** Oldest first by the primary key; the table is empty or short while the broker is there. */
    private static final String CLAIM = """
            update outbox set claimed_until = now() + ? * interval '1 millisecond'
            where id in (
                select id from outbox where claimed_until < now()
                order by id limit ? for update skip locked)
            returning id, address, body""";

    private static final String DELETE = """
            delete from outbox where id = any(?)""";

    private static final String RELEASE = """
            update outbox set claimed_until = '-infinity' where id = any(?)""";

    private final DataSource dataSource;
    private final Event<Appended> appended;

    OutboxRepository(DataSource dataSource, Event<Appended> appended) {
        this.dataSource = dataSource;
        this.appended = appended;
    }

    /** A message was appended in the present JTA transaction. */
    record Appended() {}

    /** Appends within the transaction of the given connection. */
    public static void append(Connection connection, String address, byte[] body) throws SQLException {
        try (var statement = connection.prepareStatement(APPEND)) {
            statement.setString(1, address);
            statement.setBytes(2, body);
            statement.executeUpdate();
        }
    }

    /** Appends within the transaction that is bound to the current thread. */
    public void append(String address, byte[] body) {
        try (var connection = dataSource.getConnection()) {
            append(connection, address, body);
            appended.fire(new Appended());
        } catch (SQLException e) {
            throw new IllegalStateException("The outbox cannot be written", e);
        }
    }

    @Override
    public List<OutboxMessage> claim(int limit, Duration lease) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(CLAIM)) {
            statement.setLong(1, lease.toMillis());
            statement.setInt(2, limit);
            var messages = new ArrayList<OutboxMessage>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    messages.add(new OutboxMessage(rows.getLong(1), rows.getString(2), rows.getBytes(3)));
                }
            }
            messages.sort((a, b) -> Long.compare(a.id(), b.id()));
            return messages;
        }
    }

    @Override
    public void delete(List<Long> ids) throws SQLException {
        update(DELETE, ids);
    }

    @Override
    public void release(List<Long> ids) throws SQLException {
        update(RELEASE, ids);
    }

    private void update(String sql, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        }
    }
}
