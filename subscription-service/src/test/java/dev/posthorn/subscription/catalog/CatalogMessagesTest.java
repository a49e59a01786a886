package dev.posthorn.subscription.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.posthorn.contracts.ApiKeyRecord;
import dev.posthorn.contracts.CatalogRecord;
import dev.posthorn.contracts.CatalogRequest;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.contracts.TenantRecord;
import dev.posthorn.foundation.identity.ApiKey;
import dev.posthorn.foundation.secret.SecretCipher;
import dev.posthorn.subscription.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
class CatalogMessagesTest {

    private final Config config = ConfigProvider.getConfig();
    private final Api operator = Api.operator();
    private CatalogQueue queue;

    @BeforeEach
    void listen() {
        queue = new CatalogQueue(config, "delivery-service.catalog");
    }

    @AfterEach
    void stopListening() {
        queue.close();
    }

    @Test
    void tellOfEveryChangeWithARisingVersion() {
        // Given
        String tenant = Api.newTenant();
        awaitVersion(TenantRecord.class, tenant, 1);

        // When
        operator.patch("/v1/tenants/" + tenant, "{\"name\": \"New\", \"contacts\": [\"a@b.example\"]}");

        // Then
        assertThat(awaitVersion(TenantRecord.class, tenant, 2))
                .isEqualTo(new TenantRecord(tenant, 2, false, "New", List.of("a@b.example")));
        operator.patch("/v1/tenants/" + tenant, "{\"name\": \"New\"}").statusCode(200);
        operator.delete("/v1/tenants/" + tenant);
        assertThat(awaitVersion(TenantRecord.class, tenant, 3)).isEqualTo(TenantRecord.deleted(tenant, 3));
    }

    @Test
    void carryAllThatDeliveringNeeds() {
        // Given
        String tenant = Api.newTenant();
        String type = Api.newEventType();
        var admin = Api.admin(tenant);

        // When
        String path = admin.post("/v1/tenants/" + tenant + "/endpoints", """
                        {"url": "https://a.example", "name": "A", "timeout": "PT7S", "retrySchedule": ["PT1S"],
                         "headers": {"X-A": "b"}, "subscriptions": [{"eventType": "%s", "channels": ["c"], "filter": "data.a = 1", "transform": "data.b"}]}""".formatted(type))
                .extract()
                .header("Location");

        // Then
        String id = path.substring(path.lastIndexOf('/') + 1);
        var first = awaitVersion(EndpointRecord.class, id, 1);
        assertThat(first.tenantId()).isEqualTo(tenant);
        assertThat(first.url()).isEqualTo("https://a.example");
        assertThat(first.status()).isEqualTo("enabled");
        assertThat(first.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(first.retrySchedule()).containsExactly(Duration.ofSeconds(1));
        assertThat(first.subscriptions()).singleElement().satisfies(subscription -> {
            assertThat(subscription.eventType()).isEqualTo(type);
            assertThat(subscription.channels()).containsExactly("c");
            assertThat(subscription.filter()).isEqualTo("data.a = 1");
            assertThat(subscription.transform()).isEqualTo("data.b");
        });
        String secret = admin.get(path + "/secret").extract().path("secret");
        assertThat(cipher().open(first.secrets().getFirst().sealed(), id).reveal())
                .isEqualTo(secret);
        assertThat(cipher().open(first.sealedHeaders(), id).reveal()).isEqualTo("{\"X-A\":\"b\"}");

        admin.post(path + "/secret/rotate", "{}");
        var rotated = awaitVersion(EndpointRecord.class, id, 2);
        assertThat(rotated.secrets()).hasSize(2);
        assertThat(rotated.secrets().getFirst().expiresAt()).isNull();
        assertThat(rotated.secrets().getLast().sealed())
                .isEqualTo(first.secrets().getFirst().sealed());
        assertThat(rotated.secrets().getLast().expiresAt()).isAfter(Instant.now());

        admin.patch(path, "{\"subscriptions\": []}");
        assertThat(awaitVersion(EndpointRecord.class, id, 3).subscriptions())
                .singleElement()
                .extracting(EndpointRecord.Subscription::eventType)
                .isEqualTo("*");
        admin.post(path + "/subscriptions", "{\"eventType\": \"order.*\"}");
        assertThat(awaitVersion(EndpointRecord.class, id, 4).subscriptions())
                .singleElement()
                .extracting(EndpointRecord.Subscription::eventType)
                .isEqualTo("order.*");
    }

    @Test
    void carryHowRequestsLookAndGo() {
        // Given
        String tenant = Api.newTenant();
        var admin = Api.admin(tenant);
        String path = Api.newEndpoint(tenant);
        String id = path.substring(path.lastIndexOf('/') + 1);
        var plain = awaitVersion(EndpointRecord.class, id, 1);

        // When
        admin.patch(path, """
                        {"format": "bare", "signature": {"scheme": "standard-ed25519"}, "rateLimit": 50,
                         "ordering": "key", "onDeadLetter": "block", "region": "eu",
                         "urls": {"eu": "https://eu.a.example"},
                         "auth": {"type": "oauth2", "tokenUrl": "https://login.example/t", "clientId": "a",
                                  "clientSecret": "s3cret", "scopes": ["hooks"]}}""").statusCode(200);

        // Then
        assertThat(plain.form()).isNull();
        assertThat(plain.pace()).isNull();
        assertThat(plain.region()).isNull();
        assertThat(plain.urls()).isNull();
        var record = awaitVersion(EndpointRecord.class, id, 2);
        assertThat(record.form().format()).isEqualTo("bare");
        assertThat(record.form().scheme()).isEqualTo("standard-ed25519");
        assertThat(record.pace()).isEqualTo(new EndpointRecord.Pace(50, null, null, "key", "block"));
        assertThat(record.region()).isEqualTo("eu");
        assertThat(record.urls()).isEqualTo(Map.of("eu", "https://eu.a.example"));
        assertThat(cipher().open(record.form().sealedAuth(), id).reveal())
                .isEqualTo("{\"type\":\"oauth2\",\"tokenUrl\":\"https://login.example/t\",\"clientId\":\"a\","
                        + "\"clientSecret\":\"s3cret\",\"scopes\":[\"hooks\"]}");
        assertThat(record.secrets())
                .singleElement()
                .satisfies(secret ->
                        assertThat(cipher().open(secret.sealed(), id).reveal()).matches("whsk_[A-Za-z0-9+/]{43}="));
    }

    @Test
    void tellOfAllThatGoesWithATenant() {
        // Given
        String tenant = Api.newTenant();
        String path = Api.newEndpoint(tenant);
        String endpoint = path.substring(path.lastIndexOf('/') + 1);
        String key = Api.admin(tenant)
                .post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"read\"]}")
                .extract()
                .path("id");

        // When
        operator.delete("/v1/tenants/" + tenant).statusCode(204);

        // Then
        assertThat(awaitVersion(TenantRecord.class, tenant, 2).deleted()).isTrue();
        assertThat(awaitVersion(EndpointRecord.class, endpoint, 2))
                .isEqualTo(EndpointRecord.deleted(endpoint, 2, tenant));
        assertThat(awaitVersion(ApiKeyRecord.class, key, 2)).isEqualTo(ApiKeyRecord.deleted(key, 2));
    }

    @Test
    void countOnWhenADeletedEventTypeComesBack() {
        String type = Api.newEventType();
        operator.delete("/v1/event-types/" + type);
        assertThat(awaitVersion(EventTypeRecord.class, type, 2).deleted()).isTrue();

        operator.post("/v1/event-types", """
                        {"name": "%s", "schema": {"type": "object"}, "priority": "low"}""".formatted(type));

        assertThat(awaitVersion(EventTypeRecord.class, type, 3))
                .isEqualTo(new EventTypeRecord(type, 3, false, "{\"type\":\"object\"}", "low", null, null));
    }

    @Test
    void nameKeysByTheirDigest() {
        var created = operator.post("/v1/api-keys", "{\"name\": \"x\", \"scopes\": [\"read\"]}")
                .extract();

        var record = awaitVersion(ApiKeyRecord.class, created.path("id"), 1);

        assertThat(record.hash()).isEqualTo(ApiKey.hash(created.path("key")));
        assertThat(record.scopes()).isEqualTo(Set.of("read"));
    }

    @Test
    void bringEverythingAgainOnRequestDeletionsIncluded() throws Exception {
        // Given
        String gone = Api.newTenant();
        operator.delete("/v1/tenants/" + gone);
        String tenant = Api.newTenant();
        for (int i = 0; i < 210; i++) {
            Api.newEndpoint(tenant);
        }
        awaitVersion(TenantRecord.class, gone, 2);
        Awaitility.await().until(() -> endpointsOf(tenant) == 210);
        queue.forget();

        // When
        request(new CatalogRequest("a test", Instant.now()));

        // Then
        assertThat(awaitVersion(TenantRecord.class, gone, 2).deleted()).isTrue();
        Awaitility.await().until(() -> endpointsOf(tenant) == 210);
        assertThat(queue.bodies())
                .allSatisfy(
                        body -> assertThat(CatalogQueue.read(body).records()).hasSizeBetween(1, 200));
        assertThat(queue.records())
                .filteredOn(ApiKeyRecord.class::isInstance)
                .extracting(record -> ((ApiKeyRecord) record).name())
                .contains("Bootstrap");
    }

    @Test
    void haveTheShapeOfTheGoldenFile() throws IOException {
        // Given
        String tenant = Api.newTenant();
        String type = Api.unique("golden");
        var admin = Api.admin(tenant);

        // When
        operator.patch("/v1/tenants/" + tenant, "{\"contacts\": [\"a@b.example\"]}");
        operator.post("/v1/event-types", """
                        {"name": "%s", "schema": {}, "samplePayload": {"orderId": "A-1"}, "priority": "high",
                         "retrySchedule": ["PT10S"]}""".formatted(type));
        String path = admin.post("/v1/tenants/" + tenant + "/endpoints", """
                        {"url": "https://a.example", "name": "A", "timeout": "PT7S", "retrySchedule": ["PT1S"],
                         "headers": {"X-A": "b"}, "subscriptions": [{"eventType": "*", "channels": ["c"], "filter": "data.a", "transform": "data"}]}""")
                .extract()
                .header("Location");
        admin.patch(path, """
                        {"format": "xml", "signature": {"scheme": "hex"}, "rateLimit": 50, "concurrency": 1,
                         "batching": {"maxEvents": 100, "maxWait": "PT1S", "maxBytes": 65536}, "ordering": "strict",
                         "region": "eu", "urls": {"eu": "https://eu.a.example"},
                         "auth": {"type": "bearer", "token": "x"}}""").statusCode(200);
        admin.post(path + "/secret/rotate", "{}");
        String key = admin.post("/v1/api-keys", """
                        {"name": "x", "scopes": ["read"], "expiresAt": "2999-01-01T00:00:00Z"}""").extract().path("id");

        // Then
        JsonNode golden = ContractsJson.MAPPER
                .readTree(getClass().getResourceAsStream("/golden/catalog-changes.json"))
                .get("records");
        assertThat(shape(awaitJson(tenant, 2))).isEqualTo(shape(golden.get(0)));
        assertThat(shape(awaitJson(path.substring(path.lastIndexOf('/') + 1), 3)))
                .isEqualTo(shape(golden.get(1)));
        assertThat(shape(awaitJson(type, 1))).isEqualTo(shape(golden.get(2)));
        assertThat(shape(awaitJson(key, 1))).isEqualTo(shape(golden.get(3)));
        operator.delete("/v1/tenants/" + tenant);
        assertThat(shape(awaitJson(tenant, 3))).isEqualTo(shape(golden.get(4)));
    }

    private <T extends CatalogRecord> T awaitVersion(Class<T> type, String id, long version) {
        return Awaitility.await("version " + version + " of " + id)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> queue.latest(type, id),
                        found -> found.isPresent() && found.get().version() >= version)
                .orElseThrow();
    }

    private JsonNode awaitJson(String id, long version) {
        return Awaitility.await("version " + version + " of " + id)
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            for (byte[] body : queue.bodies()) {
                                for (JsonNode record :
                                        ContractsJson.MAPPER.readTree(body).get("records")) {
                                    if (record.get("id").asText().equals(id)
                                            && record.get("version").asLong() == version) {
                                        return record;
                                    }
                                }
                            }
                            return null;
                        },
                        found -> found != null);
    }

    /** All fields with their types; lists by what their elements have. */
    private static Set<String> shape(JsonNode node) {
        var fields = new TreeSet<String>();
        node.properties().forEach(field -> {
            fields.add(field.getKey() + ":" + field.getValue().getNodeType());
            field.getValue()
                    .forEach(element -> shape(element).forEach(inner -> fields.add(field.getKey() + "." + inner)));
        });
        return fields;
    }

    private long endpointsOf(String tenant) {
        return queue.records().stream()
                .filter(EndpointRecord.class::isInstance)
                .map(EndpointRecord.class::cast)
                .filter(endpoint -> endpoint.tenantId().equals(tenant))
                .map(EndpointRecord::id)
                .distinct()
                .count();
    }

    private SecretCipher cipher() {
        return new SecretCipher(config.getValue("posthorn.secrets.key", String.class), List.of());
    }

    private void request(CatalogRequest request) throws Exception {
        Vertx vertx = Vertx.vertx();
        AmqpClient client = AmqpClient.create(
                vertx,
                new AmqpClientOptions()
                        .setHost(config.getValue("amqp-host", String.class))
                        .setPort(config.getValue("amqp-port", Integer.class))
                        .setUsername(config.getValue("amqp-username", String.class))
                        .setPassword(config.getValue("amqp-password", String.class)));
        var body = Buffer.buffer(ContractsJson.MAPPER.writeValueAsBytes(request));
        client.createSender("posthorn.catalog.requests")
                .compose(sender -> sender.sendWithAck(AmqpMessage.create()
                        .durable(true)
                        .withBufferAsBody(body)
                        .build()))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        client.close().toCompletionStage().toCompletableFuture().get();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
