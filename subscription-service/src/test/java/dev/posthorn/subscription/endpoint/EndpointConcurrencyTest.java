package dev.posthorn.subscription.endpoint;

import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.subscription.Api;
import dev.posthorn.subscription.catalog.CatalogQueue;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class EndpointConcurrencyTest {

    @Test
    void noTwoStatesShareAVersionAndNoChangeIsLost() throws Exception {
        // Given
        String tenant = Api.newTenant();
        var admin = Api.admin(tenant);
        String path = Api.newEndpoint(tenant);
        String id = path.substring(path.lastIndexOf('/') + 1);

        try (var queue = new CatalogQueue(ConfigProvider.getConfig(), "delivery-service.catalog")) {
            // When
            List<Integer> statuses = atOnce(IntStream.range(0, 20)
                    .<Callable<Integer>>mapToObj(
                            i -> () -> admin.patch(path, "{\"headers\": {\"X-%d\": \"1\"}}".formatted(i))
                                    .extract()
                                    .statusCode())
                    .toList());

            // Then
            assertThat(statuses).containsOnly(200);
            assertThat(admin.get(path).extract().jsonPath().getMap("headers")).hasSize(20);
            Awaitility.await()
                    .until(() -> queue.latest(EndpointRecord.class, id)
                            .filter(record -> record.version() == 21)
                            .isPresent());
            assertThat(queue.records())
                    .filteredOn(record -> record.id().equals(id))
                    .extracting(EndpointRecord.class::cast)
                    .extracting(EndpointRecord::version)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void nothingIsCreatedInATenantThatIsBeingDeleted() throws Exception {
        // Given
        String tenant = Api.newTenant();
        var operator = Api.operator();
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            requests.add(() -> operator.post("/v1/tenants/" + tenant + "/endpoints", "{\"url\": \"https://a.example\"}")
                    .extract()
                    .statusCode());
        }
        requests.add(6, () -> operator.delete("/v1/tenants/" + tenant).extract().statusCode());

        try (var queue = new CatalogQueue(ConfigProvider.getConfig(), "delivery-service.catalog")) {
            // When
            List<Integer> statuses = atOnce(requests);

            // Then
            // When the deletion comes last, nobody is refused.
            assertThat(statuses).isSubsetOf(201, 204, 404).containsOnlyOnce(204);
            long created = statuses.stream().filter(status -> status == 201).count();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(queue.records().stream()
                                    .filter(EndpointRecord.class::isInstance)
                                    .map(EndpointRecord.class::cast)
                                    .filter(record -> record.tenantId().equals(tenant) && record.deleted()))
                            .hasSize((int) created));
        }
    }

    private static List<Integer> atOnce(List<Callable<Integer>> requests) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var answer : threads.invokeAll(requests)) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }
}
