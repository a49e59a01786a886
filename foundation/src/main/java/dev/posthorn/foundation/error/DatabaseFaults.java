package dev.posthorn.foundation.error;

import java.sql.SQLException;
import java.util.List;

/** Tells a database that is away, or has no connection left, from a fault of ours: the one ends by itself. */
final class DatabaseFaults {

    /** SQLSTATE: connection lost, out of resources, shut down or starting (PostgreSQL, appendix A). */
    private static final List<String> OUTAGES = List.of("08", "53", "57P");

    /** What the connection pool says, without a state, when all connections are in use. */
    private static final String NO_CONNECTION = "acquisition timeout";

    private DatabaseFaults() {}

    static boolean isOutage(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(SQLException fault) {
        String state = fault.getSQLState();
        return state == null
                ? String.valueOf(fault.getMessage()).contains(NO_CONNECTION)
                : OUTAGES.stream().anyMatch(state::startsWith);
    }
}
