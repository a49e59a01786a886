package dev.posthorn.foundation.sql;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A transaction over plain JDBC, for code that does not take part in JTA. */
public final class Transaction {

    private Transaction() {}

    /** Statements that belong together. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Commits what the work did, or, when it throws, none of it. */
    public static <T> T run(DataSource dataSource, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException alsoBroken) {
            // The server rolls back by itself when the connection is gone.
            failure.addSuppressed(alsoBroken);
        }
    }
}
