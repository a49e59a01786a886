package dev.posthorn.system;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Received;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every way of signing, checked as a receiver does. */
@ExtendWith(StackExtension.class)
class SignatureTest {

    /** RFC 8032 §7.1, test 1. */
    private static final String PRIVATE = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private static final String PUBLIC = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    /** RFC 8410 §4: what stands before a raw Ed25519 key to make it a SubjectPublicKeyInfo. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    SignatureTest(Stack stack) {
        tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    private String secretOf(String endpoint) {
        return tenant.get("/endpoints/{id}/secret", endpoint).getString("secret");
    }

    private void rotate(String endpoint, Map<String, ?> rotation) {
        tenant.api()
                .body(rotation)
                .post("/endpoints/{id}/secret/rotate", endpoint)
                .then()
                .statusCode(200);
        tenant.settled();
    }

    private Received publishAndReceive() {
        tenant.publish(Map.of("name", "Jürgen 🚀"));
        return subscriber.awaitOne();
    }

    @Test
    void standardIsVerifiedByTheOfficialLibraryWithTheOldAndTheNewSecretDuringARotation() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).create();
        String before = secretOf(endpoint);
        rotate(endpoint, Map.of());

        // When
        var request = publishAndReceive();

        // Then
        String after = secretOf(endpoint);
        assertThat(after).isNotEqualTo(before);
        new Webhook(before).verify(request.body(), request.headers().map());
        new Webhook(after).verify(request.body(), request.headers().map());
        assertThatThrownBy(() -> new Webhook("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
                        .verify(request.body(), request.headers().map()))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void ed25519IsVerifiedWithThePublicKeyAlone() throws Exception {
        // Given
        var endpoint =
                tenant.endpointAt(subscriber).signature("standard-ed25519").create();
        rotate(endpoint, Map.of("secret", PRIVATE, "overlap", "PT0S"));

        // When
        var request = publishAndReceive();

        // Then
        assertThat(isSignedByPrivateKey(request, request.body())).isTrue();
        assertThat(isSignedByPrivateKey(request, request.body() + " ")).isFalse();
    }

    private static boolean isSignedByPrivateKey(Received request, String body) throws GeneralSecurityException {
        byte[] raw = Base64.getDecoder().decode(PUBLIC);
        byte[] encoded = HexFormat.of()
                .parseHex(HexFormat.of().formatHex(ED25519_PREFIX)
                        + HexFormat.of().formatHex(raw));
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update((request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + body)
                .getBytes(StandardCharsets.UTF_8));
        String signature = Stream.of(request.header("webhook-signature").split(" "))
                .filter(it -> it.startsWith("v1a,"))
                .findFirst()
                .orElseThrow();
        return verifier.verify(Base64.getDecoder().decode(signature.substring(4)));
    }

    @Test
    void hexIsTheHmacOfTheRawBodyInTheHeaderOfOnesChoice() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).hexSignatureIn("X-Hub-Sum").create();

        // When
        var request = publishAndReceive();

        // Then
        assertThat(request.header("X-Hub-Sum")).isEqualTo(hexHmac(secretOf(endpoint), request.body()));
        assertThat(request.header("webhook-signature")).isNull();
    }

    @Test
    void hexGoesIntoXWebhookSignatureByDefault() throws Exception {
        // Given
        var endpoint = tenant.endpointAt(subscriber).signature("hex").create();

        // When
        var request = publishAndReceive();

        // Then
        assertThat(request.header("X-Webhook-Signature")).isEqualTo(hexHmac(secretOf(endpoint), request.body()));
    }

    private static String hexHmac(String secret, String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
