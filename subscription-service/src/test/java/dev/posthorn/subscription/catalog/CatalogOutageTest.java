package dev.posthorn.subscription.catalog;

import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.local.BrokerServer;
import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class CatalogOutageTest {

    BrokerServer broker;

    @Test
    void managingGoesOnWithoutTheBrokerAndIsToldAfterwards() throws Exception {
        // Given
        broker.stop();
        String tenant;
        try {
            // When
            tenant = Api.newTenant();
            Api.operator()
                    .patch("/v1/tenants/" + tenant, "{\"name\": \"Changed\"}")
                    .statusCode(200);

            // Then
            given().get("/q/health/live").then().statusCode(200);
            given().get("/q/health/ready").then().statusCode(200);
        } finally {
            broker.start();
        }
        try (var queue = new CatalogQueue(ConfigProvider.getConfig(), "monitoring-service.catalog")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(queue.latest(TenantRecord.class, tenant))
                            .hasValueSatisfying(
                                    record -> assertThat(record.name()).isEqualTo("Changed")));
        }
    }
}
