package dev.posthorn.delivery;

import dev.posthorn.delivery.amqp.AmqpPublishingConfig;
import dev.posthorn.delivery.dispatch.DispatchConfig;
import dev.posthorn.delivery.event.PublishingConfig;
import dev.posthorn.delivery.ledger.LedgerConfig;
import dev.posthorn.delivery.outboxsource.OutboxSourceConfig;
import dev.posthorn.delivery.replay.ReplayConfig;
import dev.posthorn.delivery.retry.RetryConfig;
import dev.posthorn.delivery.routing.RegionConfig;
import dev.posthorn.delivery.routing.RoutingConfig;
import dev.posthorn.delivery.schedule.ScheduleConfig;
import dev.posthorn.foundation.egress.EgressConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A changed default is a change for every operator: it belongs into the changelog, and here. */
class ConfigDefaultsTest {

    private final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(DispatchConfig.class)
            .withMapping(PublishingConfig.class)
            .withMapping(LedgerConfig.class)
            .withMapping(ReplayConfig.class)
            .withMapping(RetryConfig.class)
            .withMapping(RoutingConfig.class)
            .withMapping(RegionConfig.class)
            .withMapping(EgressConfig.class)
            .withMapping(AmqpPublishingConfig.class)
            .withMapping(OutboxSourceConfig.class)
            .withMapping(ScheduleConfig.class)
            .withDefaultValue("posthorn.outbox-source.shop.jdbc-url", "jdbc:postgresql://db/shop")
            .withDefaultValue("posthorn.outbox-source.shop.username", "drain")
            .build();

    @Test
    void publishing() {
        var publishing = config.getConfigMapping(PublishingConfig.class);

        assertThat(publishing.maxPayload().asLongValue()).isEqualTo(256 * 1024);
        assertThat(publishing.maxBatch()).isEqualTo(1000);
    }

    @Test
    void otherWaysIn() {
        var amqp = config.getConfigMapping(AmqpPublishingConfig.class);
        var shop = config.getConfigMapping(OutboxSourceConfig.class).sources().get("shop");
        var schedules = config.getConfigMapping(ScheduleConfig.class);

        assertThat(amqp.enabled()).isTrue();
        assertThat(amqp.concurrency()).isEqualTo(256);
        assertThat(amqp.ahead()).isEqualTo(64);
        assertThat(amqp.pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(shop.jdbcUrl()).isEqualTo("jdbc:postgresql://db/shop");
        assertThat(shop.table()).isEqualTo("posthorn_outbox");
        assertThat(shop.batch()).isEqualTo(500);
        assertThat(shop.pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(schedules.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(schedules.batch()).isEqualTo(100);
    }

    /** The way that the manual shows. */
    @Test
    void readsOutboxSourcesFromTheEnvironment() {
        var environment = Map.of(
                "POSTHORN_OUTBOX_SOURCE_SHOP_JDBC_URL", "jdbc:postgresql://db/shop",
                "POSTHORN_OUTBOX_SOURCE_SHOP_USERNAME", "drain",
                "POSTHORN_OUTBOX_SOURCE_SHOP_POLL_INTERVAL", "PT2S");

        var sources = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(OutboxSourceConfig.class)
                .build()
                .getConfigMapping(OutboxSourceConfig.class)
                .sources();

        assertThat(sources.keySet()).containsExactly("shop");
        assertThat(sources.get("shop").jdbcUrl()).isEqualTo("jdbc:postgresql://db/shop");
        assertThat(sources.get("shop").pollInterval()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void deliveringAndRetrying() {
        var retries = config.getConfigMapping(RetryConfig.class);

        assertThat(config.getConfigMapping(RoutingConfig.class).timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(retries.schedule())
                .isEqualTo(Stream.of("PT1S", "PT5S", "PT12S", "PT25S", "PT5M", "PT30M", "PT2H", "PT6H", "PT15H")
                        .map(Duration::parse)
                        .toList());
        assertThat(retries.retryAfterCap()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void addressesAndRegion() {
        var egress = config.getConfigMapping(EgressConfig.class);

        assertThat(egress.allowHttp()).isFalse();
        assertThat(egress.allowLoopback()).isFalse();
        assertThat(egress.allow()).isEmpty();
        assertThat(egress.proxy()).isEmpty();
        assertThat(config.getConfigMapping(RegionConfig.class).region()).isEmpty();
    }

    @Test
    void ledger() {
        var ledger = config.getConfigMapping(LedgerConfig.class);

        assertThat(ledger.lease()).isEqualTo(Duration.ofSeconds(15));
        assertThat(ledger.renewInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ledger.adoptInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(ledger.claimInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(ledger.unparkInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(ledger.claimSize()).isEqualTo(500);
        assertThat(ledger.gatherOutcomes()).isEqualTo(Duration.ofMillis(20));
        assertThat(ledger.greatestGroup()).isEqualTo(1000);
        assertThat(ledger.greatestBatch()).isEqualTo(5000);
        assertThat(ledger.acceptMemory().asLongValue()).isEqualTo(64L * 1024 * 1024);
        assertThat(ledger.eventRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(ledger.attemptRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(ledger.idempotencyRetention()).isEqualTo(Duration.ofHours(48));
    }

    @Test
    void replay() {
        var replay = config.getConfigMapping(ReplayConfig.class);

        assertThat(replay.rate()).isEqualTo(100);
        assertThat(replay.interval()).isEqualTo(Duration.ofMillis(250));
        assertThat(replay.page()).isEqualTo(500);
        assertThat(replay.countPatience()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void dispatch() {
        var dispatch = config.getConfigMapping(DispatchConfig.class);

        assertThat(dispatch.maxInFlight()).isEqualTo(2000);
        assertThat(dispatch.endpointConcurrency()).isEqualTo(16);
        assertThat(dispatch.endpointQueue()).isEqualTo(1000);
        assertThat(dispatch.memory().asLongValue()).isEqualTo(128L * 1024 * 1024);
        assertThat(dispatch.responseKept().asLongValue()).isEqualTo(4 * 1024);
        assertThat(dispatch.responseRead().asLongValue()).isEqualTo(64 * 1024);
        assertThat(dispatch.addressLifetime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(dispatch.shutdownPatience()).isEqualTo(Duration.ofSeconds(8));
    }
}
