package dev.posthorn.delivery.routing;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.EndpointRecord.Form;
import dev.posthorn.contracts.EndpointRecord.SigningSecret;
import dev.posthorn.delivery.credential.Credentials;
import dev.posthorn.delivery.signing.SignatureScheme;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.secret.Secret;
import dev.posthorn.foundation.secret.SecretCipher;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EndpointReaderTest {

    private static final String SHARED = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String PRIVATE = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private static final Instant LATER = Instant.now().plusSeconds(3600);

    private final String id = EndpointId.next().toString();
    private final SecretCipher cipher = new SecretCipher("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", List.of());
    private final EndpointReader reader = new EndpointReader(cipher, Duration.ofSeconds(5));

    private String sealed(String text) {
        return cipher.seal(new Secret(text), id);
    }

    private Endpoint read(Form form, SigningSecret... secrets) {
        return reader.read(new EndpointRecord(
                id,
                1,
                false,
                "t",
                "Test",
                "https://example.com/",
                "enabled",
                List.of(),
                List.of(secrets),
                null,
                null,
                null,
                form,
                null,
                null,
                null));
    }

    @Test
    void hasPosthornsDefaultsWhereNothingWasSaid() {
        Endpoint endpoint = read(null, new SigningSecret(sealed(SHARED), null));

        assertThat(endpoint.form()).isEqualTo(new RequestForm(Format.ENVELOPE, new SignatureScheme.Standard(), null));
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read(new Form(null, null, null, null), new SigningSecret(sealed(SHARED), null))
                        .form())
                .isEqualTo(endpoint.form());
    }

    @Test
    void opensItsCredentials() {
        Endpoint endpoint = read(
                new Form("cloudevents-binary", "hex", "X-Sum", sealed("{\"type\":\"bearer\",\"token\":\"t\"}")),
                new SigningSecret(sealed("any text"), null));

        assertThat(endpoint.form())
                .isEqualTo(new RequestForm(
                        Format.CLOUDEVENTS_BINARY,
                        new SignatureScheme.Hex("X-Sum"),
                        new Credentials.Bearer(new Secret("t"))));
    }

    @Test
    void keysOfBothKindsLiveAtOnce() {
        Endpoint endpoint = read(
                new Form(null, "standard-ed25519", null, null),
                new SigningSecret(sealed(PRIVATE), null),
                new SigningSecret(sealed(SHARED), LATER));

        assertThat(endpoint.signingKeys()).extracting(key -> key.version()).containsExactly("v1a", "v1");
    }

    @Test
    void anOldSecretThatTheNewSchemeCannotUseStopsNothing() {
        Endpoint endpoint = read(
                new Form(null, "standard", null, null),
                new SigningSecret(sealed(SHARED), null),
                new SigningSecret(sealed("a text for hex"), LATER));

        assertThat(endpoint.signingKeys()).hasSize(1);
    }

    @Test
    void whatCannotBeUsedIsNoticedAndNotShown() {
        assertThatThrownBy(() -> read(null, new SigningSecret(sealed("geheim"), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("geheim");
        assertThatThrownBy(() -> read(new Form("yaml", null, null, null))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read(new Form(null, "rot13", null, null)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
