package dev.posthorn.subscription.egress;

import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

@QuarkusTest
class EgressResourceTest {

    @Test
    void tellsEveryTenantWhereWebhooksComeFrom() {
        String tenant = Api.newTenant();

        for (Api caller : new Api[] {Api.operator(), Api.admin(tenant), Api.viewer(tenant)}) {
            caller.get("/v1/egress").statusCode(200).body("addresses", contains("198.51.100.0/28", "2001:db8:7::/64"));
        }
        Api.refused(given().get("/v1/egress").then(), 401, "unauthorized", null);
    }
}
