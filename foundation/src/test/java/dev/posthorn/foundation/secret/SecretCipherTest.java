package dev.posthorn.foundation.secret;

import org.junit.jupiter.api.Test;

import java.util.Base64;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SecretCipherTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String NEW_KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes());

    private final SecretCipher cipher = new SecretCipher(KEY, List.of());

    @Test
    void opensWhatItSealed() {
        String sealed = cipher.seal(new Secret("whsec_x"), "ep_1");

        assertThat(sealed).doesNotContain("whsec");
        assertThat(cipher.open(sealed, "ep_1").reveal()).isEqualTo("whsec_x");
    }

    @Test
    void refusesToOpenForAnotherContext() {
        String sealed = cipher.seal(new Secret("whsec_x"), "ep_1");

        assertThatIllegalStateException().isThrownBy(() -> cipher.open(sealed, "ep_2"));
    }

    @Test
    void opensWhatAnEarlierKeySealed() {
        String sealed = cipher.seal(new Secret("whsec_x"), "ep_1");
        var rotated = new SecretCipher(NEW_KEY, List.of(KEY));

        assertThat(rotated.open(sealed, "ep_1").reveal()).isEqualTo("whsec_x");
        String resealed = rotated.seal(new Secret("whsec_x"), "ep_1");
        assertThatIllegalStateException().isThrownBy(() -> cipher.open(resealed, "ep_1"));
    }

    @Test
    void saysWhatAKeyMustBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecretCipher("c2hvcnQ=", List.of()))
                .withMessageContaining("32 random bytes");
    }

    @Test
    void neverPrintsASecret() {
        assertThat(new Secret("whsec_x")).hasToString("Secret[…]");
    }
}
