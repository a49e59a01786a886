package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What requests identify themselves with, beside their signature. Client certificates need a receiver that is trusted. */
@ExtendWith(StackExtension.class)
class CredentialsTest {

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();
    private final TestSubscriber tokenServer = TestSubscriber.start();

    CredentialsTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
        tokenServer.close();
    }

    private Received receivedWith(Map<String, ?> auth) {
        tenant.endpointAt(subscriber).auth(auth).create();
        tenant.publish(Map.of());
        return subscriber.awaitOne();
    }

    /** Neither the endpoint's page nor the attempt log shows it. */
    private void isNowhereToBeSeen(String secret) {
        await().until(() -> !tenant.attempts().isEmpty());
        assertThat(tenant.api()
                        .get("/attempts/{id}", tenant.attempts().getFirst().id())
                        .asString())
                .doesNotContain(secret);
        assertThat(tenant.api().get("/endpoints").asString()).doesNotContain(secret);
    }

    @Test
    void basic() {
        var request = receivedWith(Map.of("type", "basic", "username", "Aladdin", "password", "open sesame"));

        assertThat(request.header("authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        isNowhereToBeSeen("open sesame");
        isNowhereToBeSeen("QWxhZGRpbjpvcGVuIHNlc2FtZQ");
    }

    @Test
    void bearer() {
        var request = receivedWith(Map.of("type", "bearer", "token", "s3cr3t-token"));

        assertThat(request.header("authorization")).isEqualTo("Bearer s3cr3t-token");
        isNowhereToBeSeen("s3cr3t-token");
    }

    @Test
    void apiKeyInAHeader() {
        var request = receivedWith(Map.of("type", "apiKey", "header", "X-Api-Key", "value", "s3cr3t-key"));

        assertThat(request.header("x-api-key")).isEqualTo("s3cr3t-key");
        isNowhereToBeSeen("s3cr3t-key");
    }

    private Map<String, Object> oauth2() {
        return Map.of(
                "type", "oauth2",
                "tokenUrl", tokenServer.url("/token"),
                "clientId", "posthorn",
                "clientSecret", "s3cr3t-client",
                "scopes", List.of("hooks"));
    }

    private static Answer token(String token) {
        return Answer.json(200, "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
    }

    @Test
    void oauth2TokenIsFetchedOnceAndAgainWhenTheReceiverRefusesIt() {
        // Given
        tokenServer.answer(token("first-token"));
        tenant.endpointAt(subscriber)
                .auth(oauth2())
                .retriedAfter(Duration.ofMillis(100))
                .create();
        tenant.publish(Map.of("n", 1));
        assertThat(subscriber.awaitOne().header("authorization")).isEqualTo("Bearer first-token");
        assertThat(tokenServer.received().getFirst().body())
                .contains("grant_type=client_credentials")
                .contains("scope=hooks");
        isNowhereToBeSeen("first-token");
        isNowhereToBeSeen("s3cr3t-client");

        // When
        tokenServer.answer(token("second-token"));
        subscriber.answer(Answer.status(401));
        tenant.publish(Map.of("n", 2));
        subscriber.await(2);
        subscriber.answer(Answer.status(200));

        // Then: an instance of its own has a token of its own
        await().untilAsserted(() -> assertThat(subscriber.received().getLast().header("authorization"))
                .isEqualTo("Bearer second-token"));
    }

    @Test
    void aTokenServerThatIsDownIsAFailedAttemptThatIsRetried() {
        // Given
        tokenServer.answer(Answer.json(500, "{}"));
        tenant.endpointAt(subscriber)
                .auth(oauth2())
                .retriedAfter(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2))
                .create();
        tenant.publish(Map.of());
        await().until(() -> !tenant.attempts().isEmpty());
        var failed = tenant.get("/attempts/{id}", tenant.attempts().getLast().id());
        assertThat(failed.getString("outcome")).isEqualTo("connection");
        assertThat(failed.getString("error")).isEqualTo("No access token: the token server answered 500");

        // When
        tokenServer.answer(token("late-token"));

        // Then
        assertThat(subscriber.awaitOne().header("authorization")).isEqualTo("Bearer late-token");
    }
}
