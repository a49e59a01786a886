package dev.posthorn.gateway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

@QuarkusTest
@QuarkusTestResource(Upstreams.class)
class GatewayTest {

    @TestHTTPResource("/")
    URI gateway;

    @Test
    void sendsEachPathToItsOwnerAsItCame() {
        given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer phk_1")
                .header("X-Forwarded-For", "made.up.by.the.caller")
                .when()
                .get("/v1/tenants/acme/events?limit=5&cursor=a%2Fb")
                .then()
                .statusCode(200)
                .header("X-Served-By", "delivery")
                .body(containsString("GET /v1/tenants/acme/events?limit=5&cursor=a%2Fb"))
                .body(containsString("for [127.0.0.1]"))
                .body(containsString("key Bearer phk_1"));
        when().get("/v1/tenants").then().header("X-Served-By", "subscription");
    }

    @Test
    void spreadsRequestsOverTheInstancesThatAreThere() {
        var servedAt = IntStream.range(0, 10)
                .mapToObj(n -> when().get("/v1/tenants/acme/events")
                        .then()
                        .statusCode(200)
                        .extract()
                        .header("X-Served-At"))
                .collect(Collectors.groupingBy(port -> port, Collectors.counting()));

        assertThat(servedAt).hasSize(2);
    }

    @Test
    void streamsBigBodies() {
        given().body(new byte[20_000_000])
                .when()
                .post("/v1/tenants/acme/events")
                .then()
                .statusCode(202)
                .body(containsString("size 20000000"));
    }

    @Test
    void passesOnEachPieceOfAStreamAtOnce() throws Exception {
        var address = gateway.resolve("/v1/tenants/acme/events/stream").toURL();
        try (var reader = new BufferedReader(new InputStreamReader(address.openStream(), StandardCharsets.UTF_8))) {
            // When the first piece arrives, the second has not been sent
            assertThat(reader.readLine()).isEqualTo("data: first");
            Upstreams.SECOND_HALF.countDown();
            reader.readLine();
            assertThat(reader.readLine()).isEqualTo("data: second");
        }
    }

    @Test
    void saysInTheApisOwnShapeThatAServiceIsDown() {
        given().header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .when()
                .get("/v1/stats")
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .contentType("application/json")
                .body("error", equalTo("unavailable"))
                .body("message", containsString("monitoring-service"))
                .body("field", nullValue())
                .body("timestamp", matchesPattern(".*Z"))
                .body("traceId", equalTo("0af7651916cd43dd8448eb211c80319c"));
    }

    @Test
    void saysThatAServiceBrokeOffItsAnswer() {
        given().body("{}")
                .when()
                .post("/v1/tenants/acme/events/broken")
                .then()
                .statusCode(502)
                .body("error", equalTo("unavailable"))
                .body("traceId", hasLength(32));
    }

    @Test
    void answersLinksIntoThePortalWithItsPage() {
        for (var path : new String[] {"/", "/endpoints/ep_1", "/tenants/acme.org/attempts"}) {
            when().get(path)
                    .then()
                    .statusCode(200)
                    .contentType("text/html")
                    .header("Cache-Control", "no-cache")
                    .header("Content-Security-Policy", containsString("connect-src 'self' http://login.example;"))
                    .body(containsString("id=\"root\""));
        }
    }

    @Test
    void letsBrowsersKeepFilesWhoseNamesChange() {
        when().get("/assets/app-1a2b.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", startsWith("public, max-age=31536000"));
    }

    @Test
    void doesNotPretendThatMissingFilesArePages() {
        when().get("/assets/app-gone.js").then().statusCode(404).header("Cache-Control", "no-store");
        when().get("/robots.txt").then().statusCode(404);
        when().post("/endpoints").then().statusCode(404);
    }

    @Test
    void tellsThePortalWhereToLogIn() {
        when().get("/config.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("oidcAuthority", equalTo("http://login.example/realms/posthorn"))
                .body("oidcClientId", equalTo("posthorn-portal"));
    }

    @Test
    void showsTheApiToPeople() {
        var page = when().get("/docs").then().statusCode(200).extract().asString();

        var script = page.replaceAll("(?s).*src=\"(/webjars/[^\"]+)\".*", "$1");
        when().get(script).then().statusCode(200);
        when().get("/docs/start.js").then().statusCode(200);
    }

    @Test
    void doesNotShowHalfAnApi() {
        when().get("/openapi.json").then().statusCode(503).body("error", equalTo("unavailable"));
    }

    @Test
    void isHealthyByItself() {
        when().get("/q/health/ready").then().statusCode(200);
    }
}
