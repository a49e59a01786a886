package dev.posthorn.monitoring;

import dev.posthorn.monitoring.alert.AlertConfig;
import dev.posthorn.monitoring.notification.MailConfig;
import dev.posthorn.monitoring.notification.PortalConfig;
import dev.posthorn.monitoring.statistics.StatisticsConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Operators rely on these: whoever changes one changes the documentation and the changelog too. */
class ConfigDefaultsTest {

    @Test
    void ofStatistics() {
        var config = defaults(StatisticsConfig.class);

        assertThat(config.retention()).isEqualTo(Duration.ofDays(31));
        assertThat(config.batchRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(config.pruneEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.maxSteps()).isEqualTo(1500);
        assertThat(config.maxGroups()).isEqualTo(100);
    }

    @Test
    void ofAlerts() {
        var config = defaults(AlertConfig.class);

        assertThat(config.every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.confirmAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.silentAfter()).isEqualTo(Duration.ofHours(24));
        assertThat(config.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.minimumAttempts()).isEqualTo(20);
        assertThat(config.successRate()).isEqualTo(0.95);
        assertThat(config.endpointFailureRate()).isEqualTo(0.10);
        assertThat(config.rateHysteresis()).isEqualTo(0.005);
        assertThat(config.deliveryTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.deliveryTimeHysteresis()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void ofMails() {
        var config = defaults(MailConfig.class);

        assertThat(config.operators()).isEmpty();
        assertThat(config.every()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.giveUpAfter()).isEqualTo(Duration.ofDays(2));
        assertThat(defaults(PortalConfig.class).url()).isEqualTo("http://localhost:8080");
    }

    private static <T> T defaults(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
