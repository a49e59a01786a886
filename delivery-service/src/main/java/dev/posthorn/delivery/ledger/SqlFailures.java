package dev.posthorn.delivery.ledger;

import java.sql.SQLException;

/** Tells whose fault a failed statement is, by its SQLSTATE class (PostgreSQL, "Error Codes"). */
final class SqlFailures {

    private SqlFailures() {}

    /** Whether a value was refused: trying the same again cannot help. */
    static boolean isOfData(Exception failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && (sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23"));
    }
}
