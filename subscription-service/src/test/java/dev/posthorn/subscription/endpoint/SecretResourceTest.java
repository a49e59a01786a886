package dev.posthorn.subscription.endpoint;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class SecretResourceTest {

    private static final String OWN = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=";

    private String secret;
    private Api admin;

    @BeforeEach
    void createEndpoint() {
        String tenant = Api.newTenant();
        admin = Api.admin(tenant);
        secret = Api.newEndpoint(tenant) + "/secret";
    }

    @Test
    void isMadeWithTheEndpoint() {
        admin.get(secret)
                .statusCode(200)
                .body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="))
                .body("previous", empty());
    }

    @Test
    void keepsTheOldOneForADay() {
        // Given
        String old = admin.get(secret).extract().path("secret");

        // When
        var rotated = admin.post(secret + "/rotate", "{}");

        // Then
        rotated.statusCode(200).body("secret", not(equalTo(old))).body("previous", hasSize(1));
        assertThat(expirations(rotated).getFirst())
                .isCloseTo(Instant.now().plus(Duration.ofHours(24)), within(Duration.ofMinutes(1)));
        assertThat(admin.get(secret).extract().asString())
                .isEqualTo(rotated.extract().asString());
    }

    @Test
    void rotatesWithoutABody() {
        admin.request().post(secret + "/rotate").then().statusCode(200).body("previous", hasSize(1));
    }

    @Test
    void takesASecretOfTheCallersOwn() {
        admin.post(secret + "/rotate", "{\"secret\": \"" + OWN + "\", \"overlap\": \"PT1H\"}")
                .statusCode(200)
                .body("secret", equalTo(OWN));
        Api.invalid(admin.post(secret + "/rotate", "{\"secret\": \"" + OWN + "\"}"), "secret");
    }

    @Test
    void endsAllOldOnesAtOnceWhenAsked() {
        admin.post(secret + "/rotate", "{}");
        admin.post(secret + "/rotate", "{\"overlap\": \"PT1H\"}").body("previous", hasSize(2));

        admin.post(secret + "/rotate", "{\"overlap\": \"PT0S\"}")
                .statusCode(200)
                .body("previous", empty());
        admin.get(secret).body("previous", empty());
    }

    @Test
    void neverExtendsAnOldOne() {
        admin.post(secret + "/rotate", "{\"overlap\": \"PT1H\"}");

        var rotated = admin.post(secret + "/rotate", "{\"overlap\": \"PT48H\"}");

        assertThat(expirations(rotated).getLast()).isBefore(Instant.now().plus(Duration.ofHours(2)));
    }

    @Test
    void stopsAtTenOldOnes() {
        for (int i = 0; i < 10; i++) {
            admin.post(secret + "/rotate", "{}").statusCode(200);
        }

        Api.refused(admin.post(secret + "/rotate", "{}"), 409, "conflict", "overlap");
        admin.get(secret).body("previous", hasSize(10));
    }

    @Test
    void saysWhichFieldIsWrong() {
        Api.invalid(admin.post(secret + "/rotate", "{\"secret\": \"short\"}"), "secret");
        Api.invalid(admin.post(secret + "/rotate", "{\"overlap\": \"-PT1S\"}"), "overlap");
        Api.invalid(admin.post(secret + "/rotate", "{\"overlap\": \"PT169H\"}"), "overlap");
        Api.invalid(admin.post(secret + "/rotate", "{\"overlap\": 24}"), "overlap");
        Api.invalid(admin.post(secret + "/rotate", "{\"expire\": 24}"), "expire");
    }

    @Test
    void takesAPrivateKeyWhereTheSchemeHasOne() {
        // Given
        String endpoint = secret.substring(0, secret.lastIndexOf('/'));
        String key = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
        Api.invalid(admin.post(secret + "/rotate", "{\"secret\": \"" + key + "\"}"), "secret");
        admin.patch(endpoint, "{\"signature\": {\"scheme\": \"standard-ed25519\"}}");

        // When
        var rotated = admin.post(secret + "/rotate", "{\"secret\": \"" + key + "\"}");

        // Then: RFC 8032 §7.1, test 1
        rotated.statusCode(200)
                .body("secret", nullValue())
                .body("publicKey", equalTo("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="))
                .body("previous", hasSize(1));
        assertThat(rotated.extract().asString()).doesNotContain("whsk_n");
        Api.invalid(admin.post(secret + "/rotate", "{\"secret\": \"" + OWN + "\"}"), "secret");
    }

    private static List<Instant> expirations(ValidatableResponse answer) {
        return answer.extract().jsonPath().getList("previous.expiresAt", String.class).stream()
                .map(Instant::parse)
                .toList();
    }
}
