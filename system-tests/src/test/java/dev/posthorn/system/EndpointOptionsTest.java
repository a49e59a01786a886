package dev.posthorn.system;

import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.tenant.Tenant;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Options that cannot be are refused before anything is stored, each alone or because of another, with the reason. */
@ExtendWith(StackExtension.class)
class EndpointOptionsTest {

    private static final String URL = "https://hooks.example.com/";

    private final Tenant tenant;
    private final Stack stack;

    EndpointOptionsTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "rateLimit": 0                                                     | rateLimit
            "rateLimit": 10001                                                 | rateLimit
            "rateLimit": 2.5                                                   | rateLimit
            "concurrency": 1001                                                | concurrency
            "format": "yaml"                                                   | format
            "signature": {"scheme": "md5"}                                     | signature.scheme
            "signature": {"scheme": "hex", "header": "Transfer-Encoding"}      | signature.header
            "batching": {"maxEvents": 1001, "maxWait": "PT1S"}                 | batching.maxEvents
            "batching": {"maxEvents": 10, "maxWait": "PT300.001S"}             | batching.maxWait
            "batching": {"maxEvents": 10, "maxWait": "PT1S", "maxBytes": 1023} | batching.maxBytes
            "ordering": "mostly"                                               | ordering
            "ordering": "strict", "onDeadLetter": "ignore"                     | onDeadLetter
            "region": "EU West"                                                | region
            "urls": {"eu": "https://169.254.169.254/"}                         | urls.eu
            "headers": {"Host": "elsewhere.example"}                           | headers.Host
            "auth": {"type": "digest"}                                         | auth.type
            "auth": {"type": "basic", "username": "anna"}                      | auth.password
            "auth": {"type": "apiKey", "header": "Connection", "value": "x"}   | auth.header
            "auth": {"type": "oauth2", "tokenUrl": "https://10.0.0.1/", "clientId": "a", "clientSecret": "b"} | auth.tokenUrl
            "auth": {"type": "mtls", "certificate": "none", "privateKey": "none"} | auth.certificate
            """)
    void refusesAnOptionThatCannotBe(String options, String field) {
        var answer = create(options);

        expectRefusal(answer, field);
        assertThat(tenant.get("/endpoints").getList("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "ordering": "strict", "concurrency": 2                                    | concurrency | the one before it
            "ordering": "key", "concurrency": 2                                       | concurrency | the one before it
            "ordering": "key", "batching": {"maxEvents": 10, "maxWait": "PT1S"}       | batching | several ordering keys
            "format": "cloudevents-binary", "batching": {"maxEvents": 2, "maxWait": "PT1S"} | batching | room for one event
            "onDeadLetter": "block"                                                   | onDeadLetter | Without ordering
            "urls": {"eu": "https://a.example/", "us": "https://a.example/"}          | urls.us | the same URL
            "region": "ap", "urls": {"eu": "https://a.example/"}                      | region | no URL for it
            "signature": {"scheme": "standard", "header": "X-Signature"}              | signature.header | hex
            "headers": {"Authorization": "a"}, "auth": {"type": "bearer", "token": "b"} | headers.Authorization | auth sets it
            "headers": {"X-Webhook-Signature": "a"}, "signature": {"scheme": "hex"}   | headers.X-Webhook-Signature | holds the signature
            """)
    void saysWhyTwoOptionsCannotBeTogether(String options, String field, String reason) {
        var answer = create(options);

        expectRefusal(answer, field);
        assertThat(answer.jsonPath().getString("message")).contains(reason);
        assertThat(tenant.get("/endpoints").getList("data")).isEmpty();
    }

    @Test
    void refusesAChangeThatContradictsTheRest() {
        // Given
        var id = tenant.endpointAt(URL)
                .ordering("strict")
                .batching(10, Duration.ofSeconds(1))
                .createUnnoticed();

        // When
        var answer = tenant.api().body(Map.of("ordering", "key")).patch("/endpoints/" + id);

        // Then
        expectRefusal(answer, "batching");
        assertThat(tenant.get("/endpoints/" + id).getString("ordering")).isEqualTo("strict");
    }

    @Test
    void showsCredentialsToNobody() {
        var id = tenant.endpointAt(URL).basicAuth("anna", "correct horse").createUnnoticed();

        var shown = tenant.api().get("/endpoints/" + id);

        assertThat(shown.jsonPath().getMap("auth"))
                .isEqualTo(Map.of("type", "basic", "username", "anna", "password", "(hidden)"));
        assertThat(tenant.api().get("/endpoints").asString()).doesNotContain("correct horse");
    }

    @Test
    void showsThePublicKeyWhereASchemeHasOne() {
        var id = tenant.endpointAt(URL).signature("standard-ed25519").createUnnoticed();

        var secret = tenant.get("/endpoints/" + id + "/secret");

        assertThat(secret.getString("publicKey")).matches("whpk_[A-Za-z0-9+/]{43}=");
        assertThat(secret.getString("secret")).isNull();
        assertThat(secret.getString("verification")).contains("Ed25519");
    }

    @Test
    void tellsTenantsWhereWebhooksComeFrom() {
        // The local stack's operator names no addresses.
        var answer = stack.as(tenant.key()).get("/v1/egress");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getMap("")).isEqualTo(Map.of("addresses", List.of()));
    }

    private Response create(String options) {
        return tenant.api().body("{\"url\": \"" + URL + "\", " + options + "}").post("/endpoints");
    }

    private static void expectRefusal(Response answer, String field) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("validation_failed");
        assertThat(answer.jsonPath().getString("field")).as(answer.asString()).isEqualTo(field);
    }
}
