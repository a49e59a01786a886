package dev.posthorn.foundation.error;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultsTest {

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "53300", "57P01", "57P03"})
    void anAbsentDatabaseIsAnOutage(String state) {
        assertThat(DatabaseFaults.isOutage(new IllegalStateException(new SQLException("gone", state))))
                .isTrue();
    }

    @Test
    void soIsAPoolWithoutConnections() {
        assertThat(DatabaseFaults.isOutage(new SQLException("Sorry, acquisition timeout!")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22021"})
    void aStatementThatFailsIsNone(String state) {
        assertThat(DatabaseFaults.isOutage(new SQLException("refused", state))).isFalse();
        assertThat(DatabaseFaults.isOutage(new IllegalStateException("no cause")))
                .isFalse();
    }
}
