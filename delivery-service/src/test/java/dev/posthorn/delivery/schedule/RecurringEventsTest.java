package dev.posthorn.delivery.schedule;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.delivery.event.PublishingMetrics;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.ScheduleId;
import dev.posthorn.foundation.json.JsonText;
import dev.posthorn.foundation.sql.Transaction;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two instances with a clock of the test, a hundred years ahead of the service's own, which leaves these alone. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class RecurringEventsTest {

    private static final Instant NINE = Instant.parse("2126-01-15T09:00:00Z");

    @Inject
    DataSource dataSource;

    @Inject
    ScheduleRepository repository;

    @Inject
    Publishing publishing;

    @Inject
    PublishingMetrics metrics;

    @Inject
    PublishingConfig publishingConfig;

    @Inject
    CatalogFixture catalog;

    private Instant now = NINE;
    private String tenant;
    private RecurringEvents one;
    private RecurringEvents another;

    @BeforeEach
    void prepare() throws SQLException {
        forget();
        tenant = "r" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        catalog.eventType("report.due", null);
        one = instance();
        another = instance();
    }

    @AfterEach
    void forget() throws SQLException {
        execute("delete from schedule");
    }

    private RecurringEvents instance() {
        return new RecurringEvents(
                dataSource,
                repository,
                publishing,
                metrics,
                new ScheduledDrafts(new DraftChecks(publishingConfig)),
                100,
                () -> now);
    }

    @Test
    void publishesWhatIsDueAndMovesOn() throws SQLException {
        // Given
        ScheduleId due = store("due", "0 * * * *", "report.due", NINE);
        ScheduleId later = store("later", "0 * * * *", "report.due", NINE.plusSeconds(1));

        // When
        RecurringEvents.Round round = one.runOnce();

        // Then
        assertThat(round).isEqualTo(new RecurringEvents.Round(1, 0, false));
        assertThat(events()).containsExactly(due + ":21260115T090000Z");
        assertThat(find(due).nextAt()).isEqualTo(NINE.plus(Duration.ofHours(1)));
        assertThat(find(due).lastAt()).isEqualTo(NINE);
        assertThat(find(due).lastEventId()).isEqualTo(due + ":21260115T090000Z");
        assertThat(find(later).nextAt()).isEqualTo(NINE.plusSeconds(1));
        assertThat(one.runOnce().published()).isZero();
    }

    @Test
    void publishesEachTimeOnceWithCompetingInstances() throws Exception {
        // Given
        for (int n = 0; n < 40; n++) {
            store("s" + n, "* * * * *", "report.due", NINE);
        }

        // When: ten minutes go by
        int published = 0;
        try (var threads = Executors.newCachedThreadPool()) {
            for (int minute = 0; minute < 10; minute++) {
                now = NINE.plus(Duration.ofMinutes(minute));
                List<Callable<Integer>> rounds = new ArrayList<>();
                for (RecurringEvents instance : List.of(one, another, one, another)) {
                    rounds.add(() -> instance.runOnce().published());
                }
                for (var round : threads.invokeAll(rounds)) {
                    published += round.get();
                }
            }
        }

        // Then
        assertThat(published).isEqualTo(400);
        assertThat(events()).hasSize(400).doesNotHaveDuplicates();
    }

    /** The process dies after the ledger's commit, before the schedule's. */
    @Test
    void repeatsNothingWhenItDiedBetweenTheTwoCommits() throws SQLException {
        // Given
        ScheduleId id = store("dies", "0 * * * *", "report.due", NINE);
        one.runOnce();
        execute("update schedule set next_at = '" + NINE + "', last_at = null, last_event_id = null");

        // When
        RecurringEvents.Round round = another.runOnce();

        // Then
        assertThat(round.published()).isEqualTo(1);
        assertThat(events()).containsExactly(id + ":21260115T090000Z");
        assertThat(find(id).nextAt()).isEqualTo(NINE.plus(Duration.ofHours(1)));
        assertThat(find(id).lastEventId()).isEqualTo(id + ":21260115T090000Z");
    }

    @Test
    void repeatsNothingWhenItsPayloadWasChangedMeanwhileEither() throws SQLException {
        // Given
        ScheduleId id = store("changed", "0 * * * *", "report.due", NINE);
        one.runOnce();
        execute("update schedule set payload = '{\"other\":1}', next_at = '" + NINE + "'");

        // When
        another.runOnce();

        // Then
        assertThat(events()).hasSize(1);
        assertThat(find(id).nextAt()).isEqualTo(NINE.plus(Duration.ofHours(1)));
    }

    @Test
    void makesUpForMissedTimesWithOneEvent() throws SQLException {
        // Given
        ScheduleId id = store("missed", "0 * * * *", "report.due", NINE);
        now = NINE.plus(Duration.ofMinutes(5 * 60 + 10));

        // When
        one.runOnce();
        one.runOnce();

        // Then
        assertThat(events()).containsExactly(id + ":21260115T090000Z");
        assertThat(find(id).nextAt()).isEqualTo(NINE.plus(Duration.ofHours(6)));
        assertThat(find(id).lastAt()).isEqualTo(now);
    }

    @Test
    void saysWhyAnEventWasRefusedAndGoesOn() throws SQLException {
        // Given
        ScheduleId refused = store("refused", "0 * * * *", "no.such", NINE);
        ScheduleId good = store("good", "0 * * * *", "report.due", NINE);

        // When
        RecurringEvents.Round round = one.runOnce();

        // Then
        assertThat(round).isEqualTo(new RecurringEvents.Round(1, 1, false));
        assertThat(events()).containsExactly(good + ":21260115T090000Z");
        assertThat(find(refused).lastError()).isEqualTo("Unknown event type: no.such");
        assertThat(find(refused).lastEventId()).isNull();
        assertThat(find(refused).nextAt()).isEqualTo(NINE.plus(Duration.ofHours(1)));
        assertThat(find(good).lastError()).isNull();
    }

    @Test
    void staysDueWhileTheLedgerTakesNone() throws SQLException {
        // Given
        ScheduleId id = store("waits", "0 * * * *", "report.due", NINE);
        execute("alter table event rename to event_away");
        try {
            // When
            assertThatThrownBy(() -> one.runOnce()).isInstanceOf(ApiException.class);
        } finally {
            execute("alter table event_away rename to event");
        }

        // Then
        assertThat(find(id).nextAt()).isEqualTo(NINE);
        assertThat(another.runOnce().published()).isEqualTo(1);
    }

    private ScheduleId store(String name, String cron, String type, Instant next) throws SQLException {
        ScheduleId id = ScheduleId.next();
        var options = new ScheduleOptions(name, cron, null, type, new JsonText("{\"a\": 1}"), null, null, null);
        return Transaction.run(dataSource, connection -> {
            repository.add(connection, tenant, Schedule.created(id, options, Instant.now(), next));
            return id;
        });
    }

    private Schedule find(ScheduleId id) throws SQLException {
        return Transaction.run(
                dataSource,
                connection -> repository.find(connection, tenant, id).orElseThrow());
    }

    private List<String> events() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery("select external_id from event where tenant_id = '" + tenant + "'")) {
            var ids = new ArrayList<String>();
            while (found.next()) {
                ids.add(found.getString(1));
            }
            return ids;
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
