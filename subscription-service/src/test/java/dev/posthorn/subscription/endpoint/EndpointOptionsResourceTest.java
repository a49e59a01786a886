package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.Api;
import dev.posthorn.subscription.endpoint.auth.Pem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

/** The options of how requests to an endpoint look and go. */
@QuarkusTest
class EndpointOptionsResourceTest {

    private static final String ALL = """
            {"url": "https://a.example", "rateLimit": 50, "concurrency": 1, "format": "xml",
             "signature": {"scheme": "hex", "header": "X-A"}, "ordering": "strict", "onDeadLetter": "block",
             "batching": {"maxEvents": 100, "maxWait": "PT1S", "maxBytes": 65536},
             "region": "eu", "urls": {"eu": "https://eu.a.example", "us": "https://us.a.example"},
             "auth": {"type": "basic", "username": "anna", "password": "s3cret"}}""";

    private String endpoints;
    private Api admin;
    private Api viewer;

    @BeforeEach
    void createTenant() {
        String tenant = Api.newTenant();
        endpoints = "/v1/tenants/" + tenant + "/endpoints";
        admin = Api.admin(tenant);
        viewer = Api.viewer(tenant);
    }

    @Test
    void areShownAsTheyWereSet() {
        // When
        var created = admin.post(endpoints, ALL);

        // Then
        created.statusCode(201)
                .body("rateLimit", equalTo(50))
                .body("concurrency", equalTo(1))
                .body("format", equalTo("xml"))
                .body("signature", equalTo(Map.of("scheme", "hex", "header", "X-A")))
                .body("batching", equalTo(Map.of("maxEvents", 100, "maxWait", "PT1S", "maxBytes", 65536)))
                .body("ordering", equalTo("strict"))
                .body("onDeadLetter", equalTo("block"))
                .body("region", equalTo("eu"))
                .body("urls", equalTo(Map.of("eu", "https://eu.a.example", "us", "https://us.a.example")));
        String shown = created.extract().asString();
        String path = created.extract().header("Location");
        assertThat(admin.get(path).extract().asString()).isEqualTo(shown);
        assertThat(admin.get(endpoints).extract().asString()).contains(shown);
    }

    @Test
    void areTheDefaultsUnlessSet() {
        admin.get(plainEndpoint())
                .body("rateLimit", nullValue())
                .body("concurrency", nullValue())
                .body("format", equalTo("envelope"))
                .body("signature.scheme", equalTo("standard"))
                .body("signature.header", nullValue())
                .body("batching", nullValue())
                .body("ordering", equalTo("none"))
                .body("onDeadLetter", nullValue())
                .body("region", nullValue())
                .body("urls", anEmptyMap())
                .body("auth", nullValue());
    }

    @Test
    void areChangedOneByOne() {
        String path = create(ALL);

        admin.patch(path, """
                        {"rateLimit": 7, "batching": {"maxEvents": 5}, "urls": {"us": null, "ap": "https://ap.a.example"},
                         "signature": {"scheme": "standard"}, "onDeadLetter": null}""")
                .statusCode(200)
                .body("rateLimit", equalTo(7))
                .body("concurrency", equalTo(1))
                .body("batching", equalTo(Map.of("maxEvents", 5, "maxWait", "PT1S", "maxBytes", 65536)))
                .body("urls", equalTo(Map.of("eu", "https://eu.a.example", "ap", "https://ap.a.example")))
                .body("signature.header", nullValue())
                .body("onDeadLetter", equalTo("skip"))
                .body("auth.username", equalTo("anna"));
    }

    @Test
    void becomeTheDefaultsAgain() {
        String path = create(ALL);

        var patched = admin.patch(path, """
                {"rateLimit": null, "concurrency": null, "format": null, "signature": null, "batching": null,
                 "ordering": null, "onDeadLetter": null, "region": null, "urls": null, "auth": null}""");

        assertThat(optionsIn(patched.statusCode(200))).isEqualTo(optionsIn(admin.get(plainEndpoint())));
    }

    @Test
    void mayBeSentBackAsTheyAreShown() {
        String path = create(ALL);
        var shown = admin.get(path).extract().jsonPath();
        String body =
                """
                {"auth": {"type": "basic", "username": "anna", "password": "(hidden)"},
                 "onDeadLetter": "%s", "ordering": "%s", "region": "%s"}""".formatted(shown.getString("onDeadLetter"), shown.getString("ordering"), shown.getString("region"));

        assertThat(admin.patch(path, body).statusCode(200).extract().jsonPath().getString("updatedAt"))
                .isEqualTo(shown.getString("updatedAt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "basic", "username": "anna", "password": "s3cret"}                 | username | anna
            {"type": "bearer", "token": "s3cret"}                                       | type     | bearer
            {"type": "apiKey", "header": "X-Key", "value": "s3cret"}                    | header   | X-Key
            {"type": "oauth2", "tokenUrl": "https://login.example/t", "clientId": "posthorn", "clientSecret": "s3cret", "scopes": ["a"]} | clientId | posthorn
            """)
    void hideTheSecretOfCredentials(String auth, String field, String shown) {
        // When
        String path = create("{\"url\": \"https://a.example\", \"auth\": " + auth + "}");

        // Then
        for (Api caller : new Api[] {admin, viewer}) {
            for (String answer : new String[] {
                caller.get(path).body("auth." + field, equalTo(shown)).extract().asString(),
                caller.get(endpoints).extract().asString()
            }) {
                assertThat(answer).contains("(hidden)").doesNotContain("s3cret");
            }
        }
        assertThat(admin.patch(path, "{\"name\": \"A\"}").extract().asString()).doesNotContain("s3cret");
    }

    @Test
    void takeAClientCertificate() {
        Pem pem = Pem.make("-keyalg", "EC");
        String auth = """
                {"auth": {"type": "mtls", "certificate": "%s", "privateKey": "%s"}}""";
        String path = plainEndpoint();

        var patched = admin.patch(path, auth.formatted(escaped(pem.certificate()), escaped(pem.privateKey())));

        patched.statusCode(200)
                .body("auth.type", equalTo("mtls"))
                .body("auth.certificate", equalTo(pem.certificate()))
                .body("auth.privateKey", equalTo("(hidden)"));
        Pem other = Pem.make("-keyalg", "EC");
        Api.invalid(
                admin.patch(path, auth.formatted(escaped(other.certificate()), escaped(pem.privateKey()))),
                "auth.privateKey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"basic\", \"username\": \"anna\", \"password\": \"(hidden)\"}",
                "{\"type\": \"bearer\", \"token\": \"(hidden)\"}"
            })
    void areNotHiddenWhenTheyAreSet(String auth) {
        Api.invalid(admin.post(endpoints, "{\"url\": \"https://a.example\", \"auth\": " + auth + "}"), "auth");
        String path = create("""
                {"url": "https://a.example", "auth": {"type": "basic", "username": "bert", "password": "s3cret"}}""");
        Api.invalid(admin.patch(path, "{\"auth\": " + auth + "}"), "auth");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "rateLimit": 0                                                          | rateLimit
            "rateLimit": 10001                                                      | rateLimit
            "rateLimit": 1.5                                                        | rateLimit
            "rateLimit": "5"                                                        | rateLimit
            "rateLimit": 99999999999                                                | rateLimit
            "rateLimit": true                                                       | rateLimit
            "concurrency": 0                                                        | concurrency
            "concurrency": 1001                                                     | concurrency
            "concurrency": []                                                       | concurrency
            "format": "yaml"                                                        | format
            "format": 1                                                             | format
            "signature": {"scheme": "md5"}                                          | signature.scheme
            "signature": {}                                                         | signature.scheme
            "signature": "hex"                                                      | signature
            "signature": {"scheme": "hex", "header": "Content-Length"}              | signature.header
            "signature": {"scheme": "hex", "header": 5}                             | signature.header
            "signature": {"scheme": "standard", "header": "X-A"}                    | signature.header
            "signature": {"scheme": "hex", "key": "x"}                              | signature.key
            "batching": {"maxEvents": 1001, "maxWait": "PT1S"}                      | batching.maxEvents
            "batching": {"maxEvents": 1.5, "maxWait": "PT1S"}                       | batching.maxEvents
            "batching": {"maxEvents": 10}                                           | batching.maxWait
            "batching": {"maxEvents": 10, "maxWait": 5}                             | batching.maxWait
            "batching": {"maxEvents": 10, "maxWait": "PT301S"}                      | batching.maxWait
            "batching": {"maxEvents": 10, "maxWait": "PT1S", "maxBytes": 1}         | batching.maxBytes
            "batching": {"maxEvents": 10, "maxWait": "PT1S", "maxBytes": 1e30}      | batching.maxBytes
            "batching": 10                                                          | batching
            "ordering": "random"                                                    | ordering
            "ordering": "strict", "onDeadLetter": "explode"                         | onDeadLetter
            "region": "Europe!"                                                     | region
            "region": 5                                                             | region
            "urls": {"EU": "https://b.example"}                                     | urls
            "urls": {"eu": "http://b.example"}                                      | urls.eu
            "urls": {"eu": "https://10.0.0.1"}                                      | urls.eu
            "urls": {"eu": null}                                                    | urls.eu
            "urls": {"eu": 5}                                                       | urls.eu
            "urls": []                                                              | urls
            "auth": {"type": "digest"}                                              | auth.type
            "auth": {"username": "a"}                                               | auth.type
            "auth": {"type": "bearer"}                                              | auth.token
            "auth": {"type": "bearer", "token": 5}                                  | auth.token
            "auth": {"type": "bearer", "token": "a", "password": "b"}               | auth.password
            "auth": {"type": "oauth2", "tokenUrl": "https://127.0.0.1/t", "clientId": "a", "clientSecret": "b"} | auth.tokenUrl
            "auth": {"type": "oauth2", "tokenUrl": "http://a.example/t", "clientId": "a", "clientSecret": "b"} | auth.tokenUrl
            "auth": {"type": "oauth2", "tokenUrl": "https://a.example/t", "clientId": "a", "clientSecret": "b", "scopes": "a"} | auth.scopes
            "auth": {"type": "mtls", "certificate": "a", "privateKey": "b"}         | auth.certificate
            "ordering": "key", "concurrency": 2                                     | concurrency
            "ordering": "key", "batching": {"maxEvents": 10, "maxWait": "PT1S"}     | batching
            "onDeadLetter": "skip"                                                  | onDeadLetter
            "urls": {"eu": "https://b.example", "us": "https://b.example"}          | urls.us
            """)
    void sayWhichFieldIsWrong(String options, String field) {
        Api.invalid(admin.post(endpoints, "{\"url\": \"https://a.example\", " + options + "}"), field);
        admin.get(endpoints).body("data.size()", equalTo(0));
    }

    @Test
    void doNotContradictWhatWasThere() {
        String path = create(ALL);
        String before = admin.get(path).extract().asString();

        Api.invalid(admin.patch(path, "{\"concurrency\": 2}"), "concurrency");
        Api.invalid(admin.patch(path, "{\"ordering\": \"key\"}"), "batching");
        Api.invalid(admin.patch(path, "{\"ordering\": null}"), "onDeadLetter");
        Api.invalid(admin.patch(path, "{\"urls\": {\"eu\": null}}"), "region");
        Api.invalid(admin.patch(path, "{\"urls\": {\"eu\": \"https://us.a.example\"}}"), "urls.us");
        Api.invalid(admin.patch(path, "{\"headers\": {\"Authorization\": \"x\"}}"), "headers.Authorization");
        Api.invalid(admin.patch(path, "{\"headers\": {\"X-A\": \"x\"}}"), "headers.X-A");
        assertThat(admin.get(path).extract().asString()).isEqualTo(before);
    }

    @Test
    void bringAFittingSecretWithAnotherKindOfSignature() {
        // Given
        String path = plainEndpoint();
        String secret = admin.get(path + "/secret").extract().path("secret");
        admin.post(path + "/secret/rotate", "{}");

        // When
        admin.patch(path, "{\"signature\": {\"scheme\": \"standard-ed25519\"}}").statusCode(200);

        // Then
        String publicKey = admin.get(path + "/secret")
                .body("scheme", equalTo("standard-ed25519"))
                .body("secret", nullValue())
                .body("publicKey", startsWith("whpk_"))
                .body("verification", startsWith("Header webhook-signature"))
                .body("previous.size()", equalTo(0))
                .extract()
                .path("publicKey");
        admin.patch(path, "{\"name\": \"A\"}");
        admin.get(path + "/secret").body("publicKey", equalTo(publicKey));
        admin.patch(path, "{\"signature\": {\"scheme\": \"hex\"}}").statusCode(200);
        String shared = admin.get(path + "/secret")
                .body("secret", startsWith("whsec_"))
                .body("secret", not(equalTo(secret)))
                .body("publicKey", nullValue())
                .extract()
                .path("secret");
        admin.patch(path, "{\"signature\": null}").statusCode(200);
        admin.get(path + "/secret").body("secret", equalTo(shared));
    }

    private static Map<String, Object> optionsIn(ValidatableResponse endpoint) {
        Map<String, Object> options = endpoint.extract().jsonPath().getMap("");
        List.of("id", "createdAt", "updatedAt").forEach(options::remove);
        return options;
    }

    private String plainEndpoint() {
        return create("{\"url\": \"https://a.example\"}");
    }

    private String create(String body) {
        return admin.post(endpoints, body).statusCode(201).extract().header("Location");
    }

    private static String escaped(String pem) {
        return pem.replace("\n", "\\n");
    }
}
