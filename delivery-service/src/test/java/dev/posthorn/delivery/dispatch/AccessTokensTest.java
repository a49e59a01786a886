package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.credential.Credentials.OAuth2;
import dev.posthorn.delivery.dispatch.AccessTokens.Token;
import dev.posthorn.foundation.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class AccessTokensTest {

    private static final UUID ENDPOINT = UUID.randomUUID();
    private static final OAuth2 CREDENTIALS = credentials("secret");

    private Instant now = Instant.parse("2026-01-15T10:30:00Z");
    private final List<Promise<Token>> asked = new ArrayList<>();
    private final AccessTokens tokens = new AccessTokens(
            credentials -> {
                asked.add(Promise.promise());
                return asked.getLast().future();
            },
            () -> now);

    private static OAuth2 credentials(String secret) {
        return new OAuth2(URI.create("https://id.example.com/token"), "id", new Secret(secret), List.of(), null);
    }

    private Future<Secret> find() {
        return tokens.find(ENDPOINT, CREDENTIALS);
    }

    private void answer(int request, String token, long seconds) {
        asked.get(request).complete(new Token(new Secret(token), Duration.ofSeconds(seconds)));
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void isAskedForOnceHoweverManyWait() {
        // Given
        var waiting = List.of(find(), find(), find());

        // When
        answer(0, "a", 300);

        // Then
        assertThat(asked).hasSize(1);
        assertThat(waiting)
                .allSatisfy(token -> assertThat(token.result().reveal()).isEqualTo("a"));
        assertThat(find().result().reveal()).isEqualTo("a");
        assertThat(asked).hasSize(1);
    }

    @Test
    void isFetchedAnewBeforeItEndsWhileTheOldOneServes() {
        // Given
        find();
        answer(0, "a", 300);
        pass(241);

        // When
        var meanwhile = find();
        answer(1, "b", 300);

        // Then
        assertThat(meanwhile.result().reveal()).isEqualTo("a");
        assertThat(find().result().reveal()).isEqualTo("b");
        assertThat(asked).hasSize(2);
    }

    @Test
    void isWaitedForWhenTheOldOneHasEnded() {
        // Given
        find();
        answer(0, "a", 300);
        pass(300);

        // When
        var next = find();

        // Then
        assertThat(next.isComplete()).isFalse();
        answer(1, "b", 300);
        assertThat(next.result().reveal()).isEqualTo("b");
    }

    @Test
    void isForgottenWhenTheEndpointRefusesIt() {
        // Given
        find();
        answer(0, "a", 300);

        // When
        tokens.refused(ENDPOINT, new Secret("a"));

        // Then
        find();
        assertThat(asked).hasSize(2);
        answer(1, "b", 300);
        tokens.refused(ENDPOINT, new Secret("a"));
        assertThat(find().result().reveal()).isEqualTo("b");
    }

    @Test
    void aServerThatFailsIsLeftAloneForAMoment() {
        // Given
        var first = find();
        var failure = NoTokenException.because("the token server answered 500");
        asked.getFirst().fail(failure);

        // When
        var soon = find();
        pass(1);
        var later = find();

        // Then
        assertThat(first.cause()).isSameAs(failure);
        assertThat(soon.cause()).isSameAs(failure);
        assertThat(later.isComplete()).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFailedRenewalLeavesTheOldOneUntilItEnds() {
        // Given
        find();
        answer(0, "a", 300);
        pass(270);
        find();
        asked.get(1).fail(NoTokenException.because("down"));

        // When
        var before = find();
        pass(31);
        var after = find();

        // Then
        assertThat(before.result().reveal()).isEqualTo("a");
        assertThat(after.isComplete()).isFalse();
        asked.get(2).fail(NoTokenException.because("still down"));
        assertThat(after.failed()).isTrue();
    }

    @Test
    void otherCredentialsGetAnotherToken() {
        // Given
        find();
        answer(0, "a", 300);

        // When
        var other = tokens.find(ENDPOINT, credentials("changed"));

        // Then
        answer(1, "b", 300);
        assertThat(other.result().reveal()).isEqualTo("b");
    }

    @Test
    void oneOfUnknownLifeIsKeptForFiveMinutes() {
        // Given
        find();
        asked.getFirst().complete(new Token(new Secret("a"), null));

        // When
        pass(239);
        find();

        // Then
        assertThat(asked).hasSize(1);
        pass(62);
        assertThat(find().isComplete()).isFalse();
    }
}
