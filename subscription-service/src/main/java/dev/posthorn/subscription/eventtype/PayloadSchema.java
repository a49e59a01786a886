package dev.posthorn.subscription.eventtype;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.AllowSchemaLoader;
import com.networknt.schema.resource.SchemaLoader;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * A JSON Schema (2020-12) for payloads. It must hold all that it refers to: nothing is ever fetched, or a schema could
 * make us read files or addresses inside our network.
 */
final class PayloadSchema {

    /** Where the library keeps the standard's own schemas, under whatever address they are referred to. */
    private static final String STANDARD = "classpath:draft/2020-12/";

    private static final SchemaLoader ONLY_THE_STANDARD = new AllowSchemaLoader(address ->
            address.toString().startsWith(STANDARD) && !address.toString().contains(".."));

    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            VersionFlag.V202012, factory -> factory.schemaLoaders(loaders -> loaders.add(ONLY_THE_STANDARD)));

    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).build();

    private static final JsonSchema META_SCHEMA = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG);

    private final JsonSchema schema;

    private PayloadSchema(JsonSchema schema) {
        this.schema = schema;
    }

    /** @throws IllegalArgumentException with a sentence for people */
    static PayloadSchema of(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("A schema must be a JSON object");
        }
        JsonNode dialect = node.path("$schema");
        if (!dialect.isMissingNode() && !isThisDialect(dialect)) {
            throw new IllegalArgumentException("The schema's $schema must be " + SchemaId.V202012);
        }
        try {
            return compile(node);
        } catch (JsonSchemaException | StackOverflowError unusable) {
            throw new IllegalArgumentException("The schema cannot be used: " + reason(unusable), unusable);
        }
    }

    private static PayloadSchema compile(JsonNode node) {
        first(META_SCHEMA.validate(node)).ifPresent(fault -> {
            throw new IllegalArgumentException("Not a JSON Schema (2020-12): " + fault);
        });
        JsonSchema schema = FACTORY.getSchema(node, CONFIG);
        // Finds references that lead nowhere, and regular expressions that are none.
        schema.initializeValidators();
        return new PayloadSchema(schema);
    }

    /** What is wrong with a payload, in a sentence; empty when nothing is. */
    Optional<String> faultOf(JsonNode payload) {
        return first(schema.validate(payload));
    }

    private static boolean isThisDialect(JsonNode dialect) {
        return dialect.isTextual() && dialect.textValue().replaceFirst("#$", "").equals(SchemaId.V202012);
    }

    private static Optional<String> first(Set<ValidationMessage> faults) {
        return faults.stream().findFirst().map(ValidationMessage::getMessage);
    }

    /** The library's own words, except where they are not for people. */
    private static String reason(Throwable unusable) {
        if (unusable instanceof StackOverflowError) {
            return "it is nested too deeply";
        }
        return unusable.getCause() instanceof PatternSyntaxException pattern
                ? pattern.getPattern() + " is not a regular expression"
                : unusable.getMessage();
    }
}
