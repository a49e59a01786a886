package dev.posthorn.delivery.ledger;

import dev.posthorn.foundation.id.TypeId;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class InstanceShareTest {

    @Inject
    DataSource dataSource;

    @Inject
    LedgerRepository ledger;

    @Inject
    Instance instance;

    @Test
    void livingInstancesShareANumberAndTakeItBackWhenOneGoes() throws Exception {
        instance.renew();
        assertThat(instance.shareOf(10)).isEqualTo(10);

        // When: two more, younger ones
        UUID second = TypeId.next();
        UUID third = TypeId.next();
        change(connection -> {
            ledger.registerInstance(connection, second, Duration.ofMinutes(1));
            ledger.registerInstance(connection, third, Duration.ofMinutes(1));
        });
        instance.renew();

        // Then: the oldest one has what cannot be divided
        assertThat(instance.shareOf(10)).isEqualTo(4);
        assertThat(instance.shareOf(9)).isEqualTo(3);
        assertThat(instance.shareOf(1)).isEqualTo(1);

        // When
        change(connection -> {
            ledger.giveBack(connection, second);
            ledger.giveBack(connection, third);
        });
        instance.renew();

        // Then
        assertThat(instance.shareOf(10)).isEqualTo(10);
    }

    private interface Change {
        void make(Connection connection) throws SQLException;
    }

    private void change(Change change) throws SQLException {
        Transaction.run(dataSource, connection -> {
            change.make(connection);
            return true;
        });
    }
}
