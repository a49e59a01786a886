package dev.posthorn.subscription;

import dev.posthorn.foundation.egress.EgressConfig;
import dev.posthorn.foundation.idempotency.IdempotencyConfig;
import dev.posthorn.foundation.outbox.OutboxConfig;
import dev.posthorn.foundation.secret.SecretsConfig;
import dev.posthorn.subscription.apikey.BootstrapConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pins what is configured when nothing is. */
class ConfigTest {

    @Test
    void defaultsAreWhatIsDocumented() {
        assertThat(read(BootstrapConfig.class).apiKey()).isEmpty();
        assertThat(read(IdempotencyConfig.class).retention()).isEqualTo(Duration.ofHours(48));
        assertThat(read(EgressConfig.class).allowHttp()).isFalse();
        assertThat(read(EgressConfig.class).allowLoopback()).isFalse();
        assertThat(read(EgressConfig.class).addresses()).isEmpty();
        assertThat(read(OutboxConfig.class).pollInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(read(OutboxConfig.class).window()).isEqualTo(64);
        assertThat(read(OutboxConfig.class).lease()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void theKeyForSecretsHasNoDefault() {
        assertThatThrownBy(() -> read(SecretsConfig.class)).hasMessageContaining("posthorn.secrets.key");
    }

    private static <T> T read(Class<T> mapping) {
        return new SmallRyeConfigBuilder().withMapping(mapping).build().getConfigMapping(mapping);
    }
}
