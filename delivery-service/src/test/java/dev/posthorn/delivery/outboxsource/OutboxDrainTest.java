package dev.posthorn.delivery.outboxsource;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.delivery.event.Draft;
import dev.posthorn.delivery.event.DraftChecks;
import dev.posthorn.delivery.event.FieldNames;
import dev.posthorn.delivery.event.Publishing;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.delivery.ledger.Submission;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.local.PostgresServer;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A database of an operator's, with the table as docs/transactional-outbox.md defines it. */
@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class OutboxDrainTest {

    private static final Path MANUAL = Path.of("../docs/transactional-outbox.md");

    PostgresServer postgres;

    @Inject
    OutboxSources sources;

    @Inject
    Publishing publishing;

    @Inject
    PublishingConfig publishingConfig;

    @Inject
    DataSource ledger;

    @Inject
    CatalogFixture catalog;

    private Source source;
    private Connection shop;
    private Connection draining;
    private TestSubscriber subscriber;
    private String tenant;

    /** As the configuration would name it. */
    private record Source(String jdbcUrl, String username, int batch, Duration pollInterval)
            implements OutboxSourceConfig.Source {

        @Override
        public Optional<String> password() {
            return Optional.of("change-me");
        }

        @Override
        public String table() {
            return "posthorn_outbox";
        }
    }

    @BeforeEach
    void createShop() throws Exception {
        String name = "shop_" + UUID.randomUUID().toString().substring(0, 8);
        postgres.provide(new PostgresServer.Database(name, name, "shop"));
        shop = DriverManager.getConnection(postgres.jdbcUrl(name), name, "shop");
        String manual = Files.readString(MANUAL);
        execute(shop, block(manual, 0));
        String drain = "drain_" + name;
        try (var admin = DriverManager.getConnection(postgres.jdbcUrl(name), "postgres", "")) {
            execute(admin, block(manual, 1).replace("posthorn_drain", drain));
        }
        source = new Source(postgres.jdbcUrl(name), drain, 100, Duration.ofSeconds(30));
        draining = connect();
        subscriber = TestSubscriber.start();
        tenant = "s" + name.substring(5);
        catalog.tenant(tenant);
        catalog.eventType("order.created", null);
        catalog.endpoint(tenant, subscriber.url(), "*");
    }

    private static String block(String manual, int number) {
        String block = manual.split("```sql\n")[number + 1];
        return block.substring(0, block.indexOf("```"));
    }

    private Connection connect() throws SQLException {
        var connection = DriverManager.getConnection(source.jdbcUrl(), source.username(), "change-me");
        connection.setAutoCommit(false);
        return connection;
    }

    @AfterEach
    void close() throws SQLException {
        shop.close();
        draining.close();
        subscriber.close();
    }

    @Test
    void publishesCommittedRowsWithTheirBytesAndDeletesThem() throws Exception {
        // Given
        add("{\"b\": 1.10,\"a\":\"ü\"}", "order-1");
        shop.setAutoCommit(false);
        add("{}", "rolled-back");
        shop.rollback();
        shop.setAutoCommit(true);

        // When
        OutboxDrain.Round round = sources.drain(source).runOnce(draining);

        // Then
        assertThat(round.published()).isEqualTo(1);
        TestSubscriber.Received received = subscriber.awaitOne();
        assertThat(received.header("webhook-id")).isEqualTo("order-1");
        assertThat(received.body()).endsWith(",\"data\":{\"b\": 1.10,\"a\":\"ü\"}}");
        assertThat(rows()).isZero();
        assertThat(ids()).containsExactly("order-1");
    }

    @Test
    void knowsARowByItsIdWhenItHasNoneOfItsOwn() throws Exception {
        // Given
        execute(
                shop,
                "insert into posthorn_outbox (tenant_id, type, payload) values ('" + tenant
                        + "', 'order.created', '1')");
        String id = text(shop, "select id from posthorn_outbox");

        // When
        sources.drain(source).runOnce(draining);

        // Then
        assertThat(ids()).containsExactly(id);
    }

    /** The process dies after the ledger's commit, before the operator's. */
    @Test
    void repeatsNothingWhenItDiedBetweenTheTwoCommits() throws Exception {
        // Given
        for (int n = 0; n < 10; n++) {
            add("{\"n\":" + n + "}", null);
        }
        var dying = new OutboxDrain(
                new OutboxSourceRepository("posthorn_outbox"),
                new OutboxRowReader(new DraftChecks(publishingConfig)),
                new OutboxDrain.Ledger() {
                    @Override
                    public CompletionStage<Submission.Entry> check(String of, Draft draft, FieldNames names) {
                        return publishing.check(of, draft, names);
                    }

                    @Override
                    public CompletionStage<List<Acceptance>> keep(List<Submission.Entry> entries) {
                        return publishing.keep(entries).thenApply(kept -> {
                            throw new IllegalStateException("killed");
                        });
                    }
                },
                100);
        assertThatThrownBy(() -> dying.runOnce(draining)).isInstanceOf(IllegalStateException.class);
        assertThat(rows()).isEqualTo(10);
        assertThat(ids()).hasSize(10);

        // When
        OutboxDrain.Round round = sources.drain(source).runOnce(draining);

        // Then
        assertThat(round.published()).isEqualTo(10);
        assertThat(rows()).isZero();
        assertThat(ids()).hasSize(10);
        subscriber.await(10);
        assertThat(subscriber.received()).hasSize(10);
    }

    @Test
    void marksBadRowsWithTheReasonAndGoesOn() throws Exception {
        // Given
        add("1", "used");
        sources.drain(source).runOnce(draining);
        add("2", "used");
        add("null", "empty");
        add("1", "a.b");
        execute(
                shop,
                "insert into posthorn_outbox (tenant_id, type, payload, event_id) values "
                        + "('nobody', 'order.created', '1', 'no-tenant'), ('" + tenant
                        + "', 'no.such', '1', 'no-type')");
        execute(
                shop,
                "insert into posthorn_outbox (tenant_id, type, payload, event_id, channels) values ('" + tenant
                        + "', 'order.created', '1', 'null-channel', array[null])");
        execute(
                shop,
                "insert into posthorn_outbox (tenant_id, type, payload, event_id, priority) values ('" + tenant
                        + "', 'order.created', '1', 'priority', 'urgent')");
        execute(
                shop,
                "insert into posthorn_outbox (tenant_id, type, payload, event_id, deliver_at) values ('" + tenant
                        + "', 'order.created', '1', 'never', 'infinity')");
        add("1", "good");

        // When
        OutboxDrain.Round round = sources.drain(source).runOnce(draining);

        // Then
        assertThat(round.published()).isEqualTo(1);
        assertThat(ids()).containsExactlyInAnyOrder("used", "good");
        assertThat(text(
                        shop,
                        "select string_agg(event_id || ' ' || error || ' ' || field, ', ' order by position) "
                                + "from posthorn_outbox where refused_at is not null and message is not null"))
                .isEqualTo("used conflict event_id, empty validation_failed payload, a.b validation_failed event_id, "
                        + "no-tenant validation_failed tenant_id, no-type validation_failed type, "
                        + "null-channel validation_failed channels[0], priority validation_failed priority, "
                        + "never validation_failed deliver_at");
        assertThat(sources.drain(source).runOnce(draining).published()).isZero();

        // When it is mended
        execute(shop, "update posthorn_outbox set refused_at = null, priority = 'high' where event_id = 'priority'");

        // Then
        assertThat(sources.drain(source).runOnce(draining).published()).isEqualTo(1);
    }

    @Test
    void drainsOnceAndInOrderWithSeveralDrainers() throws Exception {
        // Given
        execute(
                shop,
                "insert into posthorn_outbox (tenant_id, type, payload, event_id) select '" + tenant
                        + "', 'order.created', to_json(n), 'e' || n from generate_series(1, 1000) n");

        // When
        try (var threads = Executors.newCachedThreadPool()) {
            List<Callable<Integer>> drainers = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                drainers.add(() -> {
                    int published = 0;
                    try (Connection own = connect()) {
                        while (rows() > 0) {
                            published += sources.drain(source).runOnce(own).published();
                        }
                    }
                    return published;
                });
            }
            int published = 0;
            for (var drainer : threads.invokeAll(drainers)) {
                published += drainer.get();
            }

            // Then
            assertThat(published).isEqualTo(1000);
        }
        assertThat(ids()).hasSize(1000).doesNotHaveDuplicates();
        assertThat(ofLedger("select bool_and(external_id = 'e' || n) from (select external_id, "
                        + "row_number() over (order by id) n from event where tenant_id = '" + tenant + "') ordered"))
                .isEqualTo("t");
        subscriber.await(1000);
        assertThat(subscriber.received()).hasSize(1000);
    }

    @Test
    void leavesRowsWhereTheyAreWhileTheLedgerTakesNone() throws Exception {
        // Given
        add("1", "waits");
        try (Connection own = ledger.getConnection()) {
            execute(own, "alter table event rename to event_away");
        }
        try {
            // When
            assertThatThrownBy(() -> sources.drain(source).runOnce(draining)).isInstanceOf(ApiException.class);
        } finally {
            try (Connection own = ledger.getConnection()) {
                execute(own, "alter table event_away rename to event");
            }
        }

        // Then
        assertThat(rows()).isEqualTo(1);
        assertThat(text(shop, "select count(*) from posthorn_outbox where refused_at is null"))
                .isEqualTo("1");
        assertThat(sources.drain(source).runOnce(draining).published()).isEqualTo(1);
    }

    @Test
    void isWokenByACommitLongBeforeItWouldLook() throws Exception {
        // Given: the next look is in 30 s
        try (var _ = sources.start("shop", source)) {
            await().until(() -> {
                try (var admin = asAdmin()) {
                    return text(
                                    admin,
                                    "select count(*) from pg_stat_activity where usename = '" + source.username()
                                            + "' and application_name like 'posthorn%' and state = 'idle'")
                            .equals("1");
                }
            });

            // When
            add("1", "woken");

            // Then
            await().atMost(Duration.ofSeconds(10)).until(() -> ids().contains("woken"));
            await().until(() -> rows() == 0);
            // Ends the wait for news, which closing waits for.
            execute(shop, "notify posthorn_outbox");
        }
    }

    @Test
    void connectsAgainWhenTheDatabaseWasAway() throws Exception {
        // Given
        try (var _ = sources.start("shop", source)) {
            add("1", "first");
            await().until(() -> ids().contains("first"));

            // When
            try (var admin = asAdmin()) {
                execute(
                        admin,
                        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + source.username()
                                + "' and application_name like 'posthorn%'");
            }
            add("1", "second");

            // Then
            await().atMost(Duration.ofSeconds(15)).until(() -> ids().contains("second"));
            execute(shop, "notify posthorn_outbox");
        }
    }

    private void add(String payload, String eventId) throws SQLException {
        try (var statement = shop.prepareStatement(
                "insert into posthorn_outbox (tenant_id, type, payload, event_id) values (?, 'order.created', ?::json, ?)")) {
            statement.setString(1, tenant);
            statement.setString(2, payload);
            statement.setString(3, eventId);
            statement.executeUpdate();
        }
    }

    private Connection asAdmin() throws SQLException {
        return DriverManager.getConnection(source.jdbcUrl(), "postgres", "");
    }

    private int rows() throws SQLException {
        try (Connection looking = asAdmin()) {
            return Integer.parseInt(text(looking, "select count(*) from posthorn_outbox where refused_at is null"));
        }
    }

    private List<String> ids() throws SQLException {
        try (var connection = ledger.getConnection();
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

    private String ofLedger(String sql) throws SQLException {
        try (Connection own = ledger.getConnection()) {
            return text(own, sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
