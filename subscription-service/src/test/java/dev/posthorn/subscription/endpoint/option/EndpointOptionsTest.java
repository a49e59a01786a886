package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.subscription.retry.RetrySchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndpointOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT5S", "PT30S", "PT1.5S"})
    void timeoutsAreFrom1To30Seconds(String timeout) {
        assertThat(new RequestTimeout(Duration.parse(timeout)).value()).isEqualTo(Duration.parse(timeout));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.999S", "PT30.001S", "-PT5S", "PT2562047788015215H"})
    void timeoutsAreNothingElse(String timeout) {
        assertThatThrownBy(() -> new RequestTimeout(Duration.parse(timeout)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void retrySchedulesHaveUpTo20PausesOfUpToADay() {
        assertThat(new RetrySchedule(List.of()).pauses()).isEmpty();
        assertThat(new RetrySchedule(Collections.nCopies(20, Duration.ofHours(24))).pauses())
                .hasSize(20);
        assertThat(new RetrySchedule(List.of(Duration.ofNanos(1_500_000))).pauses())
                .containsExactly(Duration.ofMillis(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0000001S", "-PT1S", "PT24H0.001S", "PT2562047788015215H"})
    void retrySchedulesHaveNoOtherPauses(String pause) {
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.parse(pause))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void retrySchedulesAreNotLonger() {
        assertThatThrownBy(() -> new RetrySchedule(Collections.nCopies(21, Duration.ofSeconds(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(Collections.singletonList(null)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "webhook-id",
                "Webhook-Anything",
                "CONTENT-TYPE",
                "content-length",
                "User-Agent",
                "traceparent",
                "Transfer-Encoding",
                "connection",
                "X-Posthorn-Region",
                "Proxy-Authorization",
                "upgrade",
                "TE"
            })
    void reservedHeadersAreRefused(String name) {
        assertThatThrownBy(() -> new RequestHeaders(Map.of(name, "x")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "colon:", "ümlaut", "line\nbreak", "nul\u0000"})
    void headersHaveTokensForNames(String name) {
        assertThatThrownBy(() -> new RequestHeaders(Map.of(name, "x"))).isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "x ", "a\r\nInjected: b", "a\nb", "ümlaut", "nul\u0000"})
    void headersHaveVisibleValues(String value) {
        assertThatThrownBy(() -> new RequestHeaders(Map.of("X-A", value))).isInstanceOf(ApiException.class);
    }

    @Test
    void headersDifferByMoreThanCase() {
        assertThatThrownBy(() -> new RequestHeaders(Map.of("X-A", "1", "x-a", "2")))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void headersShowNoValuesInLogs() {
        assertThat(new RequestHeaders(Map.of("Authorization", "Bearer abc")))
                .asString()
                .contains("Authorization")
                .doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void secretsHave24To64Bytes(int length) {
        String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);

        assertThat(new WebhookSecret(text).reveal()).isEqualTo(text);
        assertThat(new WebhookSecret(text).toString()).doesNotContain(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_c2hvcnQ=",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMf",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La LaSw"
            })
    void secretsAreNothingElse(String text) {
        assertThatThrownBy(() -> new WebhookSecret(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("MfKQ");
    }

    @Test
    void secretsOfOurOwnHave32Bytes() {
        String text = WebhookSecret.generateFor(SignatureScheme.STANDARD).reveal();

        assertThat(Base64.getDecoder().decode(text.substring("whsec_".length())))
                .hasSize(32);
        assertThat(WebhookSecret.generateFor(SignatureScheme.HEX).reveal()).isNotEqualTo(text);
    }
}
