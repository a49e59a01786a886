package dev.posthorn.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Joins the services' OpenAPI documents to one. For one thread.
 *
 * <p>Two services may use one name for different shapes: the later one's is then renamed, with its references.
 */
final class ApiDocument {

    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonObject paths = new JsonObject();
    private final JsonObject schemas = new JsonObject();
    private final TreeSet<String> tags = new TreeSet<>();
    private final JsonObject tagDescriptions = new JsonObject();
    private final String version;
    /** Of the OpenAPI standard, as the services write it: all of them by one version of one library. */
    private String standard = "3.0.3";

    ApiDocument(String version) {
        this.version = version;
    }

    /** Adds what a service has below {@code /v1}; its health and metrics are nobody's API. */
    ApiDocument add(Service service, JsonObject document) {
        standard = document.getString("openapi", standard);
        var own = document.getJsonObject("components", new JsonObject()).getJsonObject("schemas", new JsonObject());
        var names = new HashMap<String, String>();
        for (var name : own.fieldNames()) {
            var taken = schemas.getJsonObject(name);
            names.put(name, taken == null || taken.equals(own.getJsonObject(name)) ? name : prefix(service) + name);
        }
        for (var name : own.fieldNames()) {
            schemas.put(names.get(name), renamed(own.getJsonObject(name), names));
        }
        var ownPaths = document.getJsonObject("paths", new JsonObject());
        for (var path : ownPaths.fieldNames()) {
            if (path.startsWith("/v1/")) {
                paths.put(path, merged(path, renamed(ownPaths.getJsonObject(path), names)));
            }
        }
        for (var tag : document.getJsonArray("tags", new JsonArray())) {
            if (tag instanceof JsonObject described) {
                tags.add(described.getString("name"));
                tagDescriptions.put(described.getString("name"), described);
            }
        }
        return this;
    }

    /** Two services may own different methods of one path. */
    private JsonObject merged(String path, JsonObject methods) {
        return paths.getJsonObject(path, new JsonObject()).copy().mergeIn(methods);
    }

    JsonObject join() {
        var described = new JsonArray();
        tags.forEach(tag -> described.add(tagDescriptions.getJsonObject(tag)));
        var bearer = new JsonObject()
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API key (phk_…) or an access token of Keycloak");
        return new JsonObject()
                .put("openapi", standard)
                .put(
                        "info",
                        new JsonObject()
                                .put("title", "Posthorn")
                                .put("version", version)
                                .put("description", "Publish events, and let tenants see and repair their deliveries.")
                                .put("license", new JsonObject().put("name", "Apache-2.0")))
                .put("servers", new JsonArray().add(new JsonObject().put("url", "/")))
                .put("tags", described)
                .put("paths", sorted(paths))
                .put(
                        "components",
                        new JsonObject()
                                .put("schemas", sorted(schemas))
                                .put("securitySchemes", new JsonObject().put("bearer", bearer)))
                .put("security", new JsonArray().add(new JsonObject().put("bearer", new JsonArray())));
    }

    private static String prefix(Service service) {
        return service.name().charAt(0) + service.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static JsonObject sorted(JsonObject object) {
        var result = new JsonObject();
        object.fieldNames().stream().sorted().forEach(name -> result.put(name, object.getValue(name)));
        return result;
    }

    /** A copy, with references changed, and without the security that each service names in its own way. */
    private static JsonObject renamed(JsonObject object, Map<String, String> names) {
        var result = new JsonObject();
        for (var field : object) {
            if (field.getKey().equals("$ref") && field.getValue() instanceof String reference) {
                result.put("$ref", renamed(reference, names));
            } else if (!field.getKey().equals("security") || !(field.getValue() instanceof JsonArray)) {
                result.put(field.getKey(), renamedValue(field.getValue(), names));
            }
        }
        return result;
    }

    private static Object renamedValue(Object value, Map<String, String> names) {
        return switch (value) {
            case JsonObject object -> renamed(object, names);
            case JsonArray array -> {
                var result = new JsonArray();
                array.forEach(element -> result.add(renamedValue(element, names)));
                yield result;
            }
            case null, default -> value;
        };
    }

    private static String renamed(String reference, Map<String, String> names) {
        if (!reference.startsWith(SCHEMAS)) {
            return reference;
        }
        var name = reference.substring(SCHEMAS.length());
        return SCHEMAS + names.getOrDefault(name, name);
    }
}
