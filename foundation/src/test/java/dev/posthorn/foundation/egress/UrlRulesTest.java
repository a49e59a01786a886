package dev.posthorn.foundation.egress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UrlRulesTest {

    private final UrlRules rules = new UrlRules(false, false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "https://hooks.example.com:8443/a/b?c=d",
                "HTTPS://EXAMPLE.COM/x",
                "https://1.1.1.1/",
                "https://[2606:4700::1111]/",
                "https://xn--bcher-kva.example/",
                "https://10.example.com/"
            })
    void acceptsHttpsUrls(String url) {
        assertThat(rules.refusal(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "/relative",
                "example.com/hooks",
                "mailto:a@b.c",
                "ftp://example.com",
                "file:///etc/passwd",
                "http://example.com",
                "https://",
                "https:///x",
                "https://exa mple.com",
                "https://user@example.com",
                "https://user:pw@example.com",
                "https://example.com#x",
                "https://example.com:0",
                "https://example.com:65536",
                "https://example.com.",
                "https://127.0.0.1",
                "https://127.0.0.1.",
                "https://127.1",
                "https://2130706433",
                "https://0x7f000001",
                "https://0x7f.0.0.1",
                "https://0177.0.0.1",
                "https://127.0.0.01",
                "https://0",
                "https://0x",
                "https://1.2.3.4.5",
                "https://256.1.1.1",
                "https://[::1]",
                "https://[::ffff:127.0.0.1]",
                "https://[::ffff:7f00:1]",
                "https://[64:ff9b::7f00:1]",
                "https://[2002:7f00:1::]",
                "https://[fe80::1%25eth0]",
                "https://localhost",
                "https://LOCALHOST",
                "https://a.localhost",
                "https://169.254.169.254/latest",
                "https://bücher.example",
                "https://example..com",
                "https://-a.example.com",
                "https://①②⑦.⓪.⓪.①"
            })
    void refusesEverySpellingOfTheRest(String url) {
        assertThat(rules.refusal(url)).isPresent();
    }

    @Test
    void acceptsPlainHttpAndLoopbackOnlyWhereToldSo() {
        var development = new UrlRules(true, true);

        assertThat(development.refusal("http://127.0.0.1:9000/x")).isEmpty();
        assertThat(development.refusal("http://localhost:9000/x")).isEmpty();
        assertThat(development.refusal("http://[::1]:9000/x")).isEmpty();
        assertThat(development.refusal("http://10.0.0.1/x")).isPresent();
        assertThat(development.refusal("http://127.1/x")).isPresent();
    }

    @Test
    void refusesUrlsThatAreTooLong() {
        assertThat(rules.refusal("https://example.com/" + "x".repeat(2048))).isPresent();
    }
}
