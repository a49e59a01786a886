package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.foundation.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ClientCertificateTest {

    private static final Pem RSA = Pem.make("-keyalg", "RSA", "-validity", "10");
    private static final Pem EC = Pem.make("-keyalg", "EC", "-validity", "10");
    private static final Pem OTHER_EC = Pem.make("-keyalg", "EC");
    private static final Pem ED25519 = Pem.make("-keyalg", "Ed25519");

    private final Instant now = Instant.now();

    @Test
    void fitsWithItsKey() {
        assertThatCode(() -> check(RSA.certificate(), RSA.privateKey())).doesNotThrowAnyException();
        assertThatCode(() -> check(EC.certificate(), EC.privateKey())).doesNotThrowAnyException();
    }

    @Test
    void mayBeFollowedByWhatVouchesForIt() {
        assertThatCode(() -> check(EC.certificate() + RSA.certificate(), EC.privateKey()))
                .doesNotThrowAnyException();
        assertThat(refusalOf(RSA.certificate() + EC.certificate(), EC.privateKey())
                        .field())
                .isEqualTo("auth.privateKey");
    }

    @Test
    void mayHaveLinesAsWindowsWritesThem() {
        assertThatCode(() -> check(
                        EC.certificate().replace("\n", "\r\n"), EC.privateKey().replace("\n", "\r\n")))
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotFitWithAnotherKey() {
        assertThat(refusalOf(EC.certificate(), OTHER_EC.privateKey()))
                .hasMessageContaining("not the certificate's")
                .extracting(ApiException::field)
                .isEqualTo("auth.privateKey");
        assertThat(refusalOf(EC.certificate(), RSA.privateKey()).field()).isEqualTo("auth.privateKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----"
            })
    void isACertificate(String text) {
        assertThat(refusalOf(text, EC.privateKey()).field()).isEqualTo("auth.certificate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n=\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void hasAKeyInPkcs8(String text) {
        assertThat(refusalOf(EC.certificate(), text).field()).isEqualTo("auth.privateKey");
    }

    @Test
    void hasAKeyThatTlsStacksKnow() {
        assertThat(refusalOf(ED25519.certificate(), ED25519.privateKey()).field())
                .isEqualTo("auth.certificate");
    }

    @Test
    void isNotOver() {
        var auth = new MtlsAuth(EC.certificate(), EC.privateKey());

        var refusal = catchThrowableOfType(
                ApiException.class, () -> ClientCertificate.check(auth, now.plus(Duration.ofDays(11))));

        assertThat(refusal).hasMessageContaining("expired");
        assertThat(refusal.field()).isEqualTo("auth.certificate");
    }

    private void check(String certificate, String privateKey) {
        ClientCertificate.check(new MtlsAuth(certificate, privateKey), now);
    }

    private ApiException refusalOf(String certificate, String privateKey) {
        return catchThrowableOfType(ApiException.class, () -> check(certificate, privateKey));
    }
}
