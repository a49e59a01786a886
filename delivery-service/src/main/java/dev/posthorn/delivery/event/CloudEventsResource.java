package dev.posthorn.delivery.event;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Publishing CloudEvents over HTTP, at the address of every event; the media type and {@code ce-specversion} tell the
 * content mode (CloudEvents HTTP binding 1.0.2, §3). {@link EventsResource} describes it for the documentation.
 */
@Path("/v1/tenants/{tenant}/events")
@Produces(MediaType.APPLICATION_JSON)
public class CloudEventsResource {

    static final String SPEC_VERSION = "ce-specversion";

    private final Publishing publishing;
    private final CloudEventReader reader;
    private final CurrentVertxRequest current;

    CloudEventsResource(Publishing publishing, PublishingConfig config, CurrentVertxRequest current) {
        this.publishing = publishing;
        this.reader = new CloudEventReader(config);
        this.current = current;
    }

    /** The shape of a CloudEvent in the JSON format, for the documentation: it is read as a stream. */
    @Schema(
            name = "CloudEvent",
            description = "CloudEvents 1.0; other attributes are taken and not kept",
            requiredProperties = {"specversion", "id", "source", "type", "data"})
    record StructuredEvent(
            @Schema(examples = "1.0") String specversion,

            @Schema(description = "With the source it is the event's identity: sent again, it is not delivered again")
            String id,

            @Schema(examples = "/orders") String source,
            @Schema(examples = "order.created") String type,
            @Schema(implementation = Object.class) Object data,

            @Schema(description = "Channels with commas between them", examples = "emea,retail")
            String channels,

            String priority,
            String orderingkey,
            Instant deliverat,
            String region) {}

    @POST
    @Consumes(CloudEventReader.STRUCTURED)
    @Access(Permission.PUBLISH)
    @Operation(hidden = true)
    public Uni<Response> publishStructured(
            @PathParam("tenant") String tenant, @HeaderParam("Idempotency-Key") String idempotencyKey, byte[] body) {
        var event = of(tenant, reader.readStructured(body));
        return EventsResource.answer(
                publishing.publish(tenant, List.of(event), idempotencyKey, body),
                all -> EventsResource.summary(all.getFirst()));
    }

    @POST
    @Consumes(CloudEventReader.BATCH)
    @Access(Permission.PUBLISH)
    @Operation(hidden = true)
    public Uni<Response> publishBatch(
            @PathParam("tenant") String tenant, @HeaderParam("Idempotency-Key") String idempotencyKey, byte[] body) {
        List<CloudEvent> events = reader.readBatch(body);
        events.forEach(event -> of(tenant, event));
        return EventsResource.answer(
                publishing.publish(tenant, events, idempotencyKey, body), EventsResource::summaries);
    }

    /** Whatever is neither our JSON nor the JSON format: an event in binary mode, with a JSON media type of its own. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Access(Permission.PUBLISH)
    @Operation(hidden = true)
    public Uni<Response> publishOther(
            @PathParam("tenant") String tenant,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @HeaderParam("Content-Type") String mediaType,
            @HeaderParam(SPEC_VERSION) String specVersion,
            byte[] body) {
        if (specVersion != null) {
            return publishBinary(tenant, idempotencyKey, body);
        }
        if (mediaType != null) {
            throw ApiException.unsupportedMediaType("Send application/json");
        }
        return EventsResource.answer(
                publishing.publish(tenant, body, idempotencyKey), all -> EventsResource.summary(all.getFirst()));
    }

    Uni<Response> publishBinary(String tenant, String idempotencyKey, byte[] body) {
        MultiMap headers = current.getCurrent().request().headers();
        var attributes = CloudEventHeaders.attributes(headers);
        var event = of(
                tenant,
                reader.readBinary(attributes, headers.get(HttpHeaders.CONTENT_TYPE), body, CloudEventHeaders.PREFIX));
        byte[] beside = attributes.toString().getBytes(StandardCharsets.UTF_8);
        return EventsResource.answer(
                publishing.publish(tenant, List.of(event), idempotencyKey, beside, body),
                all -> EventsResource.summary(all.getFirst()));
    }

    /** The path says for which tenant; an attribute may say it again, as events for AMQP have it. */
    private static CloudEvent of(String tenant, CloudEvent event) {
        if (event.tenant() != null && !event.tenant().equals(tenant)) {
            throw ApiException.invalid("tenant", "The event's tenant is not the one of the address");
        }
        return event;
    }
}
