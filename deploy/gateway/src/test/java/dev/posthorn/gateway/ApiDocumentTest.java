package dev.posthorn.gateway;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ApiDocumentTest {

    @Test
    void joinsPathsAndKeepsWhatServicesShare() {
        var joined = new ApiDocument("1.0")
                .add(Service.SUBSCRIPTION, document("/v1/tenants", "Error", "message"))
                .add(Service.DELIVERY, document("/v1/tenants/{t}/events", "Error", "message"))
                .join();

        assertThat(joined.getJsonObject("paths").fieldNames()).containsExactly("/v1/tenants", "/v1/tenants/{t}/events");
        assertThat(schemas(joined).fieldNames()).containsExactly("Error");
    }

    @Test
    void renamesAShapeThatAnotherServiceUsesTheNameOf() {
        var joined = new ApiDocument("1.0")
                .add(Service.SUBSCRIPTION, document("/v1/tenants", "Page", "tenants"))
                .add(Service.DELIVERY, document("/v1/tenants/{t}/events", "Page", "events"))
                .join();

        assertThat(schemas(joined).fieldNames()).containsExactly("DeliveryPage", "Page");
        assertThat(joined.getJsonObject("paths")
                        .getJsonObject("/v1/tenants/{t}/events")
                        .encode())
                .contains("#/components/schemas/DeliveryPage");
        assertThat(joined.getJsonObject("paths").getJsonObject("/v1/tenants").encode())
                .contains("#/components/schemas/Page");
    }

    @Test
    void leavesOutWhatIsNotTheApi() {
        var joined = new ApiDocument("1.0")
                .add(Service.DELIVERY, document("/q/health", "Health", "status"))
                .join();

        assertThat(joined.getJsonObject("paths")).isEmpty();
    }

    private static JsonObject schemas(JsonObject document) {
        return document.getJsonObject("components").getJsonObject("schemas");
    }

    private static JsonObject document(String path, String schema, String field) {
        return new JsonObject("""
                {"paths": {"%s": {"get": {"security": [{"SecurityScheme": []}], "responses": {"200": {"content":
                  {"application/json": {"schema": {"$ref": "#/components/schemas/%s"}}}}}}}},
                 "components": {"schemas": {"%s": {"type": "object", "properties": {"%s": {"type": "string"}}}}}}
                """.formatted(path, schema, schema, field));
    }
}
