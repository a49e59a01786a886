package dev.posthorn.delivery.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.posthorn.contracts.EventTypeRecord;
import dev.posthorn.foundation.error.ApiException;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Checks payloads against their event type's JSON Schema (2020-12), compiled once for each version of the type. */
final class PayloadSchemas {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A schema may not make us fetch another one from somewhere. */
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.LEGACY).build();

    private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

    private record Compiled(long version, JsonSchema schema) {}

    /** @throws ApiException 422 with the field of the payload at fault */
    void check(EventTypeRecord type, byte[] payload, String field) {
        if (type.schema() == null) {
            return;
        }
        var messages = schemaOf(type).validate(parse(payload));
        if (!messages.isEmpty()) {
            ValidationMessage first = messages.iterator().next();
            // "$.amount" in the payload is "payload.amount" in the request
            String at = field + first.getInstanceLocation().toString().substring(1);
            throw ApiException.invalid(
                    at, "The payload does not meet the schema of " + type.id() + ": " + first.getMessage());
        }
    }

    private JsonSchema schemaOf(EventTypeRecord type) {
        Compiled known = compiled.get(type.id());
        if (known == null || known.version() != type.version()) {
            known = new Compiled(type.version(), FACTORY.getSchema(type.schema(), CONFIG));
            compiled.put(type.id(), known);
        }
        return known.schema();
    }

    private static JsonNode parse(byte[] payload) {
        try {
            return JSON.readTree(payload);
        } catch (IOException e) {
            throw ApiException.malformed(
                    "The payload cannot be read: it is nested too deeply, or a number is too long");
        }
    }
}
