package dev.posthorn.subscription.endpoint.option;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Secrets of the scheme standard-ed25519. */
class PrivateKeyTest {

    /** RFC 8032 §7.1, test 1. */
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String PUBLIC_KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    @ParameterizedTest
    @ValueSource(strings = {SEED, SEED + PUBLIC_KEY})
    void hasThePublicKeyOfRfc8032(String key) {
        var secret = new WebhookSecret(encode("whsk_", key));

        assertThat(secret.publicKey()).contains(encode("whpk_", PUBLIC_KEY));
        assertThat(secret.toString()).doesNotContain(secret.reveal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SEED + SEED, SEED + "00", "00", PUBLIC_KEY + PUBLIC_KEY})
    void isNothingElse(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookSecret(encode("whsk_", key)))
                .withMessageNotContaining("nWGx");
    }

    @Test
    void fitsItsSchemeOnly() {
        var privateKey = WebhookSecret.generateFor(SignatureScheme.STANDARD_ED25519);
        var shared = WebhookSecret.generateFor(SignatureScheme.HEX);

        assertThat(privateKey.fits(SignatureScheme.STANDARD_ED25519)).isTrue();
        assertThat(privateKey.fits(SignatureScheme.STANDARD)).isFalse();
        assertThat(privateKey.fits(SignatureScheme.HEX)).isFalse();
        assertThat(shared.fits(SignatureScheme.STANDARD)).isTrue();
        assertThat(shared.fits(SignatureScheme.STANDARD_ED25519)).isFalse();
        assertThat(shared.publicKey()).isEmpty();
    }

    private static String encode(String prefix, String hex) {
        return prefix + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
