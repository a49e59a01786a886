package dev.posthorn.subscription.endpoint.option;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SignatureTest {

    @Test
    void ofHexHasAHeaderOfChoice() {
        assertThat(new Signature(SignatureScheme.HEX, null).header()).isEqualTo("X-Webhook-Signature");
        assertThat(new Signature(SignatureScheme.HEX, "X-Hub-Signature-256").header())
                .isEqualTo("X-Hub-Signature-256");
    }

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"STANDARD", "STANDARD_ED25519"})
    void ofTheOthersHasNone(SignatureScheme scheme) {
        assertThat(new Signature(scheme, null).header()).isNull();
        assertThat(refusalOf(scheme, "X-Signature").field()).isEqualTo("signature.header");
        assertThat(refusalOf(scheme, "X-Signature").getMessage()).contains("hex", scheme.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\r\nb", "Host", "connection", "webhook-signature", "X-Posthorn-Id"})
    void isInNoReservedOrMalformedHeader(String header) {
        assertThat(refusalOf(SignatureScheme.HEX, header).field()).isEqualTo("signature.header");
    }

    @Test
    void needsAScheme() {
        assertThat(refusalOf(null, "X-Signature").field()).isEqualTo("signature.scheme");
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void saysHowToVerify(SignatureScheme scheme) {
        assertThat(new Signature(scheme, null).verification())
                .contains(scheme == SignatureScheme.HEX ? "X-Webhook-Signature" : "webhook-signature")
                .contains(scheme.isAsymmetric() ? "publicKey" : "secret");
    }

    private static ApiException refusalOf(SignatureScheme scheme, String header) {
        return catchThrowableOfType(ApiException.class, () -> new Signature(scheme, header));
    }
}
