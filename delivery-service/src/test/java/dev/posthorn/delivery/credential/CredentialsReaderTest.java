package dev.posthorn.delivery.credential;

import dev.posthorn.foundation.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CredentialsReaderTest {

    private static Credentials read(String json) {
        return CredentialsReader.read(new Secret(json));
    }

    @Test
    void readsEachKind() {
        assertThat(read("{\"type\":\"basic\",\"username\":\"u\",\"password\":\"p\"}"))
                .isEqualTo(new Credentials.Basic("u", new Secret("p")));
        assertThat(read("{\"type\":\"bearer\",\"token\":\"t\"}")).isEqualTo(new Credentials.Bearer(new Secret("t")));
        assertThat(read("{\"type\":\"apiKey\",\"header\":\"X-Key\",\"value\":\"k\"}"))
                .isEqualTo(new Credentials.ApiKey("X-Key", new Secret("k")));
        assertThat(read("{\"type\":\"mtls\",\"certificate\":\"c\",\"privateKey\":\"k\"}"))
                .isEqualTo(new Credentials.MutualTls("c", new Secret("k")));
        assertThat(read("{\"type\":\"oauth2\",\"tokenUrl\":\"https://id.example.com/t\",\"clientId\":\"i\","
                        + "\"clientSecret\":\"s\",\"scopes\":[\"a\",\"b\"],\"audience\":\"d\"}"))
                .isEqualTo(new Credentials.OAuth2(
                        URI.create("https://id.example.com/t"), "i", new Secret("s"), List.of("a", "b"), "d"));
    }

    @Test
    void scopesAndAudienceMayBeLeftOut() {
        String start = "{\"type\":\"oauth2\",\"tokenUrl\":\"https://id.example.com/t\",\"clientId\":\"i\","
                + "\"clientSecret\":\"s\"";
        var without =
                new Credentials.OAuth2(URI.create("https://id.example.com/t"), "i", new Secret("s"), List.of(), null);

        assertThat(read(start + "}")).isEqualTo(without);
        assertThat(read(start + ",\"scopes\":null,\"audience\":null}")).isEqualTo(without);
        assertThat(((Credentials.OAuth2) read(start + ",\"scopes\":\"a b\"}")).scopes())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "geheim",
                "[]",
                "{}",
                "{\"type\":\"magic\",\"token\":\"geheim\"}",
                "{\"type\":\"bearer\"}",
                "{\"type\":\"bearer\",\"token\":7}",
                "{\"type\":\"bearer\",\"token\":\"geheim\""
            })
    void refusesWhatIsNoneAndShowsNothingOfIt(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("geheim");
    }

    @Test
    void printsNoSecret() {
        assertThat(read("{\"type\":\"basic\",\"username\":\"u\",\"password\":\"geheim\"}")
                        .toString())
                .doesNotContain("geheim");
        assertThat(read("{\"type\":\"mtls\",\"certificate\":\"c\",\"privateKey\":\"geheim\"}")
                        .toString())
                .doesNotContain("geheim");
    }
}
