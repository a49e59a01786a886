package dev.posthorn.delivery.dispatch;

import dev.posthorn.foundation.egress.EgressConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EgressProxySettingsTest {

    private static EgressConfig config(String... settings) {
        var builder = new SmallRyeConfigBuilder().withMapping(EgressConfig.class);
        for (int at = 0; at < settings.length; at += 2) {
            builder.withDefaultValue("posthorn.egress." + settings[at], settings[at + 1]);
        }
        return builder.build().getConfigMapping(EgressConfig.class);
    }

    @Test
    void thereIsNoneByDefault() {
        assertThat(EgressProxy.options(config())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.example.com:3128,proxy.example.com,3128",
        "10.0.0.1:80,10.0.0.1,80",
        "[fd00::1]:8080,fd00::1,8080"
    })
    void isAHostAndAPort(String setting, String host, int port) {
        var proxy = EgressProxy.options(config("proxy", setting, "proxy-username", "me", "proxy-password", "pass"));

        assertThat(proxy.getHost()).isEqualTo(host);
        assertThat(proxy.getPort()).isEqualTo(port);
        assertThat(proxy.getUsername()).isEqualTo("me");
        assertThat(proxy.getPassword()).isEqualTo("pass");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example.com",
                ":3128",
                "proxy:0",
                "proxy:65536",
                "proxy:http",
                "http://proxy:3128",
                "me:pass@proxy:80",
                "fd00::1:80"
            })
    void whatIsNoneIsNoticedAtTheStart(String setting) {
        assertThatThrownBy(() -> EgressProxy.options(config("proxy", setting)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("posthorn.egress.proxy");
    }

    @Test
    void networksOfTheAllowListAreSeparatedByCommas() {
        assertThat(config("allow", "10.20.0.0/16,fd12::/16").allow()).contains(List.of("10.20.0.0/16", "fd12::/16"));
    }
}
