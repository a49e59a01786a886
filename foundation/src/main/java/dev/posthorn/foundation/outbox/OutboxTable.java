package dev.posthorn.foundation.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A table of promised messages. Each call is a short transaction of its own. */
public interface OutboxTable {

    /** The oldest messages that nobody has claimed. They are left to the caller for as long as the lease lasts. */
    List<OutboxMessage> claim(int limit, Duration lease) throws SQLException;

    /** The broker settled them. */
    void delete(List<Long> ids) throws SQLException;

    /** They were not taken; anybody may try them again. */
    void release(List<Long> ids) throws SQLException;
}
