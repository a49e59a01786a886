package dev.posthorn.foundation.openapi;

import dev.posthorn.foundation.idempotency.IdempotentRequest;
import dev.posthorn.foundation.json.JsonText;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

import java.util.List;

/** Adds to each operation what would otherwise be repeated at each. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class CommonDescription implements OASFilter {

    private static final String BEARER = "bearer";
    private static final String JSON_TEXT = JsonText.class.getSimpleName();
    private static final String REFUSAL = "default";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSecurityScheme(BEARER, bearer());
        document.getComponents().addSchema("Error", error());
        if (document.getComponents().getSchemas().containsKey(JSON_TEXT)) {
            document.getComponents().addSchema(JSON_TEXT, anyJson());
        }
        if (document.getPaths() != null) {
            document.getPaths().getPathItems().values().forEach(CommonDescription::describe);
        }
    }

    private static void describe(PathItem path) {
        path.getOperations().forEach((method, operation) -> {
            operation.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(BEARER, List.of())));
            operation.getResponses().removeAPIResponse("400"); // Which says less than ours.
            operation.getResponses().addAPIResponse(REFUSAL, refusal());
            if (method == PathItem.HttpMethod.POST) {
                addIdempotencyKey(operation);
            }
        });
    }

    private static void addIdempotencyKey(Operation operation) {
        boolean there = operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> IdempotentRequest.HEADER.equals(parameter.getName()));
        if (!there) {
            operation.addParameter(OASFactory.createParameter()
                    .name(IdempotentRequest.HEADER)
                    .in(Parameter.In.HEADER)
                    .description(
                            "For repeats after a lost answer: within 48 hours the same key and body give the first "
                                    + "answer again, with Idempotent-Replayed: true")
                    .schema(string().maxLength(255)));
        }
    }

    private static SecurityScheme bearer() {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .description("An access token of Keycloak, or an API key");
    }

    private static APIResponse refusal() {
        return OASFactory.createAPIResponse()
                .description("Refused; the error says why")
                .content(OASFactory.createContent()
                        .addMediaType(
                                "application/json",
                                OASFactory.createMediaType()
                                        .schema(OASFactory.createSchema().ref("Error"))));
    }

    private static Schema error() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("What went wrong, where, and how to find it in the log")
                .addProperty("error", string().examples(List.of("validation_failed")))
                .addProperty("message", string().examples(List.of("Missing required field: url")))
                .addProperty("field", string().addType(Schema.SchemaType.NULL).examples(List.of("url")))
                .addProperty("timestamp", string().format("date-time"))
                .addProperty("traceId", string())
                .required(List.of("error", "message", "field", "timestamp", "traceId"));
    }

    private static Schema anyJson() {
        return OASFactory.createSchema().description("Any JSON value");
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
