package dev.posthorn.foundation.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A query with as many conditions as were asked for. Those that were not are no part of it, so that the server plans each
 * combination for itself and sees which index serves it.
 */
public final class Query {

    private final StringBuilder text;
    private final List<Object> values = new ArrayList<>();
    private String conjunction = " where ";

    private Query(String select) {
        text = new StringBuilder(select);
    }

    /** Reads the row that a result set stands on. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** @param select up to its conditions */
    public static Query of(String select) {
        return new Query(select);
    }

    /** @param condition with a question mark for each value */
    public Query where(String condition, Object... conditionValues) {
        text.append(conjunction).append(condition);
        conjunction = " and ";
        return with(conditionValues);
    }

    /** The same, if the value was asked for. */
    public Query whereAsked(String condition, Object valueOrNull) {
        return valueOrNull == null ? this : where(condition, valueOrNull);
    }

    /** Adds what follows the conditions; conditions after it are those of a query around. */
    public Query then(String clause, Object... clauseValues) {
        text.append(' ').append(clause);
        conjunction = " where ";
        return with(clauseValues);
    }

    private Query with(Object... more) {
        for (Object value : more) {
            values.add(Objects.requireNonNull(value, "A condition on null is never true"));
        }
        return this;
    }

    public <T> List<T> list(Connection connection, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text.toString())) {
            for (int at = 0; at < values.size(); at++) {
                statement.setObject(at + 1, values.get(at));
            }
            try (ResultSet rows = statement.executeQuery()) {
                var list = new ArrayList<T>();
                while (rows.next()) {
                    list.add(reader.read(rows));
                }
                return list;
            }
        }
    }

    public <T> Optional<T> first(Connection connection, RowReader<T> reader) throws SQLException {
        return list(connection, reader).stream().findFirst();
    }
}
