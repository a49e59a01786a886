package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.EventId;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** An event's id inside the ledger, and the one that publishers, receivers and the API use: theirs, when they gave one. */
public final class EventIds {

    /** By the primary key. */
    private static final String FIND_EXTERNAL = """
            select event_ids[1] from event_key where tenant_id = ? and key = 'id:' || ?""";

    private static final UUID NONE = new UUID(0, 0);

    private EventIds() {}

    public static String publicId(UUID id, String externalId) {
        return externalId == null ? new EventId(id).toString() : externalId;
    }

    /**
     * For lists that may be of one event.
     *
     * @param publicId null where all are meant
     * @return null for all, and an id that no event has for an unknown one
     */
    public static UUID wanted(Connection connection, String tenant, String publicId) throws SQLException {
        return publicId == null ? null : resolve(connection, tenant, publicId).orElse(NONE);
    }

    /** The event that a tenant knows under an id. It may be another tenant's, or have been dropped meanwhile. */
    public static Optional<UUID> resolve(Connection connection, String tenant, String publicId) throws SQLException {
        if (publicId.startsWith("evt_")) {
            try {
                return Optional.of(EventId.parse(publicId).value());
            } catch (IllegalArgumentException noSuchId) {
                return Optional.empty();
            }
        }
        try (var statement = connection.prepareStatement(FIND_EXTERNAL)) {
            statement.setString(1, tenant);
            statement.setString(2, publicId.replace('\0', '?'));
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }
}
