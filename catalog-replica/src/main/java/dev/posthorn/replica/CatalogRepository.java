package dev.posthorn.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.Addresses;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.CatalogRequest;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.outbox.OutboxRepository;
import dev.posthorn.foundation.sql.Transaction;
import jakarta.enterprise.context.ApplicationScoped;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code catalog_record}, which each service's own migrations create. */
@ApplicationScoped
class CatalogRepository {

    /**
     * Writers take turns, so that revisions become visible in their order and a reader that remembers the greatest one it
     * saw misses nothing. The number is arbitrary, and used for nothing else.
     */
    private static final String TAKE_TURN = """
            select pg_advisory_xact_lock(7283640152)""";

    /** A record that is not newer than the stored one changes nothing. */
    private static final String STORE = """
            insert into catalog_record as known (kind, id, version, body, revision)
            values (?, ?, ?, ?::jsonb, nextval('catalog_revision'))
            on conflict (kind, id) do update
            set version = excluded.version, body = excluded.body, revision = excluded.revision
            where known.version < excluded.version""";

    /** By the index on revision. */
    private static final String READ_SINCE = """
            select revision, body from catalog_record where revision > ? order by revision""";

    private final DataSource dataSource;

    CatalogRepository(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is new, and the revision to ask from next. */
    record News(List<CatalogRecord> records, long revision) {}

    void store(List<CatalogRecord> records) throws SQLException {
        Transaction.run(dataSource, connection -> {
            try (var turn = connection.prepareStatement(TAKE_TURN)) {
                turn.execute();
            }
            try (var statement = connection.prepareStatement(STORE)) {
                for (CatalogRecord record : records) {
                    statement.setString(1, record.getClass().getSimpleName());
                    statement.setString(2, record.id());
                    statement.setLong(3, record.version());
                    statement.setString(4, write(record));
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    News readSince(long revision) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.prepareStatement(READ_SINCE)) {
            statement.setLong(1, revision);
            var records = new ArrayList<CatalogRecord>();
            long last = revision;
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    last = rows.getLong(1);
                    records.add(ContractsJson.MAPPER.readValue(rows.getString(2), CatalogRecord.class));
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("A stored catalog record cannot be read", e);
            }
            return new News(records, last);
        }
    }

    /** Asks through the outbox, so that the request waits for the broker. */
    void request(CatalogRequest request) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            OutboxRepository.append(
                    connection, Addresses.CATALOG_REQUESTS, ContractsJson.MAPPER.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The catalog request cannot be written", e);
        }
    }

    private static String write(CatalogRecord record) {
        try {
            // As the interface, or the kind would not be written.
            return ContractsJson.MAPPER.writerFor(CatalogRecord.class).writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A catalog record cannot be written", e);
        }
    }
}
