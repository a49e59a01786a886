package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.ledger.AcceptedEvent;
import dev.posthorn.delivery.routing.Endpoint;
import dev.posthorn.delivery.routing.Format;
import dev.posthorn.delivery.signing.SignatureScheme;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.secret.Secret;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WebhookTest {

    private static final AcceptedEvent FIRST = TestEndpoint.event("one", "{\"n\": 1.0}");
    private static final AcceptedEvent SECOND = TestEndpoint.event("two", "{\"n\": 2.0}");

    private static Webhook webhook(Endpoint endpoint, AcceptedEvent... events) {
        return Webhook.of(List.of(events), endpoint, AttemptId.next(), Instant.now(), "Posthorn/test");
    }

    private static void verify(Webhook webhook) throws Exception {
        var headers = webhook.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue())));
        new com.standardwebhooks.Webhook(TestEndpoint.SECRET.reveal())
                .verify(
                        new String(webhook.body(), StandardCharsets.UTF_8),
                        HttpHeaders.of(headers, (name, value) -> true));
    }

    @Test
    void oneEventGoesByItself() throws Exception {
        // When
        var webhook = webhook(TestEndpoint.at("https://example.com/").make(), FIRST);

        // Then
        assertThat(webhook.headers()).containsEntry("webhook-id", "one").containsEntry("X-Own", "own");
        assertThat(webhook.shownHeaders()).containsEntry("X-Own", "(hidden)");
        assertThat(new String(webhook.body(), StandardCharsets.UTF_8)).startsWith("{\"id\":\"one\"");
        verify(webhook);
    }

    @Test
    void severalEventsAreSignedAsOneUnderAnIdOfTheirOwn() throws Exception {
        // Given
        var endpoint = TestEndpoint.at("https://example.com/").inBatches().make();

        // When
        var webhook = webhook(endpoint, FIRST, SECOND);

        // Then
        assertThat(webhook.headers().get("webhook-id")).matches("evb_[0-7][0-9a-hjkmnp-tv-z]{25}");
        assertThat(new String(webhook.body(), StandardCharsets.UTF_8))
                .startsWith("[{\"id\":\"one\"")
                .contains("{\"n\": 1.0}},{\"id\":\"two\"")
                .endsWith("{\"n\": 2.0}}]");
        verify(webhook);
    }

    @Test
    void aBatchHasTheSameIdInEveryRetryAndAnotherOneHasAnother() {
        // Given
        var endpoint = TestEndpoint.at("https://example.com/").inBatches().make();

        // When
        var ids = List.of(
                webhook(endpoint, FIRST, SECOND).headers().get("webhook-id"),
                webhook(endpoint, SECOND, FIRST).headers().get("webhook-id"),
                webhook(endpoint, FIRST).headers().get("webhook-id"));

        // Then
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    }

    @Test
    void anEndpointThatAskedForBatchesGetsAListOfOneToo() {
        var endpoint = TestEndpoint.at("https://example.com/").inBatches().make();

        assertThat(new String(webhook(endpoint, FIRST).body(), StandardCharsets.UTF_8))
                .startsWith("[{\"id\":\"one\"")
                .endsWith("}]");
    }

    @Test
    void severalEventsDoNotGoToAnEndpointThatAskedForSingleOnes() {
        var endpoint = TestEndpoint.at("https://example.com/").make();

        assertThatThrownBy(() -> webhook(endpoint, FIRST, SECOND)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hexReplacesTheStandardSignature() {
        // Given
        var endpoint = TestEndpoint.at("https://example.com/")
                .as(Format.BARE)
                .signedBy(SignatureScheme.of("hex", "X-Sum"))
                .make();

        // When
        var webhook = webhook(endpoint, FIRST);

        // Then
        assertThat(webhook.headers().get("X-Sum")).matches("[0-9a-f]{64}");
        assertThat(webhook.headers())
                .doesNotContainKey("webhook-signature")
                .containsKeys("webhook-id", "webhook-timestamp")
                .containsEntry("webhook-event-type", "a.b");
    }

    @Test
    void fixedCredentialsAreSentAndNotShown() {
        // Given
        var basic = new Credentials.Basic("Aladdin", new Secret("open sesame"));
        var bearer = new Credentials.Bearer(new Secret("abc"));
        var apiKey = new Credentials.ApiKey("X-Api-Key", new Secret("k1"));
        var endpoint = TestEndpoint.at("https://example.com/");

        // When
        var requests = List.of(
                webhook(endpoint.with(basic).make(), FIRST),
                webhook(endpoint.with(bearer).make(), FIRST),
                webhook(endpoint.with(apiKey).make(), FIRST));

        // Then: RFC 7617 §2 has the first one as its example
        assertThat(requests.get(0).headers()).containsEntry("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(requests.get(1).headers()).containsEntry("Authorization", "Bearer abc");
        assertThat(requests.get(2).headers()).containsEntry("X-Api-Key", "k1");
        assertThat(requests.get(0).shownHeaders()).containsEntry("Authorization", "(hidden)");
        assertThat(requests.get(1).shownHeaders()).containsEntry("Authorization", "(hidden)");
        assertThat(requests.get(2).shownHeaders()).containsEntry("X-Api-Key", "(hidden)");
    }

    @Test
    void theEventsRegionPicksTheUrlThenTheInstancesThenTheOneForAll() {
        var endpoint = TestEndpoint.at("https://all.example.com/")
                .in("eu", "https://eu.example.com/")
                .make();

        assertThat(endpoint.urlFor("eu", "us")).isEqualTo(URI.create("https://eu.example.com/"));
        assertThat(endpoint.urlFor(null, "eu")).isEqualTo(URI.create("https://eu.example.com/"));
        assertThat(endpoint.urlFor("us", "eu")).isEqualTo(URI.create("https://eu.example.com/"));
        assertThat(endpoint.urlFor("us", null)).isEqualTo(URI.create("https://all.example.com/"));
        assertThat(endpoint.urlFor(null, null)).isEqualTo(URI.create("https://all.example.com/"));
    }
}
