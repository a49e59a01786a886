package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.ledger.LedgerRepository.Held;
import dev.posthorn.delivery.ledger.LedgerRepository.Waiting;
import dev.posthorn.delivery.ledger.ParkingRepository.Favour;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.EventId;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Each test's rows are never committed: the running service would take them. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class PriorityOnDiskTest {

    private static final UUID BATCH = UUID.randomUUID();

    /** Longer than anything that other tests have left. */
    private static final Instant LONG_AGO = Instant.now().minusSeconds(86_400);

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    ParkingRepository parking;

    private final EndpointId endpoint = EndpointId.next();
    private final Map<UUID, Priority> priorities = new HashMap<>();
    private Connection connection;

    @BeforeEach
    void begin() throws SQLException {
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
    }

    @AfterEach
    void undo() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void aClaimTakesOfEachPriorityWhatItsShareIs() throws SQLException {
        // Given
        wait(1000, Priority.NORMAL, LONG_AGO);
        wait(1000, Priority.LOW, LONG_AGO);
        wait(3, Priority.HIGH, LONG_AGO.plusSeconds(60));

        // When
        var claim = ledger.claimDue(connection, BATCH, List.of(), new ClaimShares(500, 500, 62));

        // Then
        assertThat(counts(claim.taken())).isEqualTo(Map.of(Priority.HIGH, 3, Priority.NORMAL, 500, Priority.LOW, 62));
        assertThat(claim.due()).isEqualTo(new ClaimShares(3, 500, 62));
    }

    @Test
    void whatIsHighIsUnparkedFirstAndALowOneHasItsTurn() throws SQLException {
        // Given
        wait(20, Priority.LOW, Instant.MAX);
        wait(100, Priority.NORMAL, Instant.MAX);
        wait(2, Priority.HIGH, Instant.MAX);
        UUID id = endpoint.value();

        // When
        var first = parking.unpark(connection, BATCH, Map.of(id, 9), Favour.inTurn(0, Map.of(id, 1)));
        var second = parking.unpark(connection, BATCH, Map.of(id, 9), Favour.inTurn(1, Map.of()));

        // Then
        assertThat(counts(first)).isEqualTo(Map.of(Priority.HIGH, 2, Priority.NORMAL, 7, Priority.LOW, 1));
        assertThat(counts(second)).isEqualTo(Map.of(Priority.NORMAL, 9));
    }

    @Test
    void aRoundThatFindsFewerThanItAskedForHasFoundAll() throws SQLException {
        wait(5, Priority.LOW, Instant.MAX);
        UUID id = endpoint.value();

        var taken = parking.unpark(connection, BATCH, Map.of(id, 6), Favour.inTurn(0, Map.of(id, 2)));

        assertThat(taken).hasSize(5).doesNotHaveDuplicates();
    }

    private void wait(int count, Priority priority, Instant due) throws SQLException {
        var waiting = IntStream.range(0, count)
                .mapToObj(n ->
                        new Waiting(EventId.next().value(), endpoint.value(), "t", due, 1, 0, Trigger.FIRST, priority))
                .toList();
        waiting.forEach(it -> priorities.put(it.eventId(), priority));
        ledger.addRetries(connection, waiting);
    }

    private Map<Priority, Integer> counts(List<Held> taken) {
        var counts = new EnumMap<Priority, Integer>(Priority.class);
        for (Held held : taken) {
            // Other tests may have left some that are due.
            if (priorities.containsKey(held.eventId())) {
                counts.merge(priorities.get(held.eventId()), 1, Integer::sum);
            }
        }
        return counts;
    }
}
