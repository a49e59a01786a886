package dev.posthorn.subscription.catalog;

import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.SQLException;

/** The table {@code catalog_snapshot}. */
@ApplicationScoped
class CatalogGenerationRepository {

    private static final String IS_SENT = """
            select 1 from catalog_snapshot where generation = ?""";

    private static final String MARK_SENT = """
            insert into catalog_snapshot (generation) values (?) on conflict do nothing""";

    private final DataSource dataSource;

    CatalogGenerationRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    boolean isSent(int generation) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(IS_SENT)) {
            statement.setInt(1, generation);
            return statement.executeQuery().next();
        }
    }

    void markSent(int generation) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(MARK_SENT)) {
            statement.setInt(1, generation);
            statement.executeUpdate();
        }
    }
}
