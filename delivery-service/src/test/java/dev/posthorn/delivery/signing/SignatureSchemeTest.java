package dev.posthorn.delivery.signing;

import com.google.crypto.tink.subtle.Ed25519Verify;
import com.standardwebhooks.Webhook;
import dev.posthorn.foundation.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SignatureSchemeTest {

    /** RFC 8032 §7.1, test 1. */
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private static final Secret PRIVATE = secret(SEED);
    private static final Secret PRIVATE_WITH_PUBLIC = secret(SEED + PUBLIC);
    private static final Secret SHARED = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static final Instant NOW = Instant.now();
    private static final byte[] BODY = "{\"name\":\"Jürgen\"}".getBytes(StandardCharsets.UTF_8);

    private final SignatureScheme standard = SignatureScheme.of("standard-ed25519", null);

    private static Secret secret(String hex) {
        return new Secret(
                "whsk_" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
    }

    private static Map<String, String> sign(SignatureScheme scheme, SigningKey... keys) {
        var headers = new HashMap<String, String>();
        scheme.sign(List.of(keys), "evt_1", NOW, BODY, headers::put);
        return headers;
    }

    @Test
    void signsAsTheVectorOfRfc8032Says() {
        byte[] signature = SigningKey.of(PRIVATE, null).sign();

        assertThat(HexFormat.of().formatHex(signature))
                .isEqualTo(
                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                                + "d25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void takesThePrivateKeyWithItsPublicKeyBehindItToo() {
        assertThat(SigningKey.of(PRIVATE_WITH_PUBLIC, null).sign(BODY))
                .isEqualTo(SigningKey.of(PRIVATE, null).sign(BODY));
    }

    @Test
    void isVerifiedWithThePublicKeyAlone() {
        // When
        String signature = sign(standard, standard.key(PRIVATE, null)).get(StandardWebhooks.SIGNATURE);

        // Then
        assertThat(signature).startsWith("v1a,");
        byte[] raw = Base64.getDecoder().decode(signature.substring(4));
        byte[] signed = ("evt_1." + NOW.getEpochSecond() + "." + new String(BODY, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
        assertThatCode(() -> new Ed25519Verify(HexFormat.of().parseHex(PUBLIC)).verify(raw, signed))
                .doesNotThrowAnyException();
        byte[] changed = Arrays.copyOf(signed, signed.length + 1);
        assertThatThrownBy(() -> new Ed25519Verify(HexFormat.of().parseHex(PUBLIC)).verify(raw, changed))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void keysOfBothKindsSignWhileOneIsGoneOverToTheOther() throws Exception {
        // When
        Map<String, String> headers =
                sign(standard, standard.key(PRIVATE, null), standard.key(SHARED, NOW.plusSeconds(60)));

        // Then
        assertThat(headers.get(StandardWebhooks.SIGNATURE)).matches("v1a,\\S+ v1,\\S+");
        headers.put(StandardWebhooks.ID, "evt_1");
        headers.put(StandardWebhooks.TIMESTAMP, Long.toString(NOW.getEpochSecond()));
        new Webhook(SHARED.reveal())
                .verify(
                        new String(BODY, StandardCharsets.UTF_8),
                        HttpHeaders.of(
                                headers.entrySet().stream()
                                        .collect(Collectors.toMap(Map.Entry::getKey, it -> List.of(it.getValue()))),
                                (name, value) -> true));
    }

    @Test
    void hexIsKeyedWithTheWholeSecretAndCoversTheBodyAlone() {
        // Given
        var hex = SignatureScheme.of("hex", null);

        // When
        Map<String, String> headers = sign(hex, hex.key(SHARED, null));

        // Then: printf '{"name":"Jürgen"}' | openssl dgst -sha256 -hmac whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
        assertThat(headers)
                .containsExactly(Map.entry(
                        "X-Webhook-Signature", "1fef61789abeafabf18ff4c25457f7d8065fe05c261b9081453a52ab6aad0bbd"));
    }

    @Test
    void hexGoesIntoTheHeaderOfOnesChoiceAndIsTheCurrentKeys() {
        // Given
        var hex = SignatureScheme.of("hex", "X-Hub-Signature");

        // When
        Map<String, String> headers = sign(hex, hex.key(new Secret("an older secret"), NOW), hex.key(SHARED, null));

        // Then
        assertThat(headers)
                .containsExactly(Map.entry(
                        "X-Hub-Signature", "1fef61789abeafabf18ff4c25457f7d8065fe05c261b9081453a52ab6aad0bbd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "whsk_", "whsk_AAAA", "whsk_***", "whsec_***", "WHSEC_AAAA"})
    void refusesSecretsOfNoKind(String text) {
        assertThatThrownBy(() -> standard.key(new Secret(text), null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverPrintsAKey() {
        assertThat(standard.key(PRIVATE, null)).hasToString("Ed25519Key[expiresAt=null]");
        assertThat(standard.key(SHARED, null)).hasToString("HmacKey[expiresAt=null]");
    }
}
