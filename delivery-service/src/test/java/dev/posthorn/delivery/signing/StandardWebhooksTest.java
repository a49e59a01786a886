package dev.posthorn.delivery.signing;

import com.standardwebhooks.Webhook;
import dev.posthorn.foundation.secret.Secret;
import org.junit.jupiter.api.Test;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class StandardWebhooksTest {

    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Secret OTHER = new Secret("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");

    @Test
    void agreesWithThePublishedVector() {
        String signature = StandardWebhooks.sign(
                List.of(SigningKey.of(SECRET, null)),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void satisfiesTheOfficialLibraryWithEitherSecretDuringARotation() throws Exception {
        // Given
        Instant now = Instant.now();
        String body = "{\"name\":\"Jürgen\"}";
        var keys = List.of(SigningKey.of(SECRET, null), SigningKey.of(OTHER, now.plusSeconds(60)));

        // When
        String signature = StandardWebhooks.sign(keys, "evt_1", now, body.getBytes(StandardCharsets.UTF_8));

        // Then
        var headers = HttpHeaders.of(
                Map.of(
                        StandardWebhooks.ID, List.of("evt_1"),
                        StandardWebhooks.TIMESTAMP, List.of(String.valueOf(now.getEpochSecond())),
                        StandardWebhooks.SIGNATURE, List.of(signature)),
                (name, value) -> true);
        new Webhook(SECRET.reveal()).verify(body, headers);
        new Webhook(OTHER.reveal()).verify(body, headers);
    }

    @Test
    void leavesOutKeysThatExpired() {
        Instant now = Instant.now();
        var keys = List.of(SigningKey.of(SECRET, null), SigningKey.of(OTHER, now));

        assertThat(StandardWebhooks.sign(keys, "evt_1", now, new byte[0])).doesNotContain(" ");
    }

    @Test
    void neverPrintsAKey() {
        assertThat(SigningKey.of(SECRET, null)).hasToString("HmacKey[expiresAt=null]");
    }
}
