package dev.posthorn.delivery.event;

import dev.posthorn.delivery.ledger.Acceptance;
import dev.posthorn.delivery.ledger.Acceptance.EventSummary;
import dev.posthorn.delivery.ledger.Cancelling;
import dev.posthorn.delivery.ledger.Expunging;
import dev.posthorn.delivery.ledger.Priority;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Caller;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Publishing events, and the list of those published. */
@Path("/v1/tenants/{tenant}/events")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Events", description = "Publish events, and look them up again")
public class EventsResource {

    static final String REPLAYED = "Idempotent-Replayed";

    private final Publishing publishing;
    private final CloudEventsResource cloudEvents;
    private final EventRepository events;
    private final Expunging expunging;
    private final Cancelling cancelling;
    private final SecurityIdentity identity;

    EventsResource(
            Publishing publishing,
            CloudEventsResource cloudEvents,
            EventRepository events,
            Expunging expunging,
            Cancelling cancelling,
            SecurityIdentity identity) {
        this.publishing = publishing;
        this.cloudEvents = cloudEvents;
        this.events = events;
        this.expunging = expunging;
        this.cancelling = cancelling;
        this.identity = identity;
    }

    /** The shape of a publishing request, for the documentation: it is read as a stream. */
    @Schema(
            name = "PublishEvent",
            requiredProperties = {"type", "payload"})
    record PublishedEvent(
            @Schema(examples = "order.created") String type,
            @Schema(implementation = Object.class) Object payload,

            @Schema(description = "Your own id of the event. Sent again under the same id, it is not delivered again.")
            String id,

            @Schema(description = "Subscriptions with channels only get events that share one")
            List<String> channels,

            @Schema(description = "Its type's priority, if not given")
            Priority priority,

            @Schema(description = "Events with the same key keep their order at endpoints that ask for it")
            String orderingKey,

            @Schema(description = "Not delivered before then; until then it can be cancelled")
            Instant deliverAt,

            @Schema(description = "Which of an endpoint's regional URLs it goes to", examples = "eu")
            String region) {}

    /** @param cancelled how many of the event's deliveries; none when all that could be was cancelled before */
    public record CancelledEvent(int cancelled) {}

    record PublishedEvents(List<PublishedEvent> events) {}

    /** @param events one answer for each event, in their order */
    record AcceptedEvents(List<EventSummary> events) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Permission.PUBLISH)
    @Operation(
            operationId = "publishEvent",
            summary = "Publish an event",
            description =
                    "Answered after it was stored: it cannot be lost any more. CloudEvents 1.0 are taken too: one "
                            + "in the JSON format, one in binary mode (ce-* headers beside any JSON), or a batch in the JSON "
                            + "batch format, which is answered as POST …/events/batch is.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = PublishedEvent.class),
                        examples =
                                @ExampleObject(
                                        name = "An order",
                                        value = "{\"type\":\"order.created\",\"payload\":{\"orderId\":\"A-1\"}}")),
                @Content(
                        mediaType = CloudEventReader.STRUCTURED,
                        schema = @Schema(implementation = CloudEventsResource.StructuredEvent.class)),
                @Content(
                        mediaType = CloudEventReader.BATCH,
                        schema =
                                @Schema(
                                        type = SchemaType.ARRAY,
                                        implementation = CloudEventsResource.StructuredEvent.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "Accepted and stored",
            content = @Content(schema = @Schema(implementation = EventSummary.class)))
    public Uni<Response> publish(
            @PathParam("tenant") String tenant,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Parameter(hidden = true) @HeaderParam(CloudEventsResource.SPEC_VERSION) String cloudEvent,
            byte[] body) {
        return cloudEvent == null
                ? answer(publishing.publish(tenant, body, idempotencyKey), all -> summary(all.getFirst()))
                : cloudEvents.publishBinary(tenant, idempotencyKey, body);
    }

    @POST
    @Path("batch")
    @Consumes(MediaType.APPLICATION_JSON)
    @Access(Permission.PUBLISH)
    @Operation(
            operationId = "publishEvents",
            summary = "Publish up to 1,000 events",
            description = "All of them are stored, or none.")
    @RequestBody(content = @Content(schema = @Schema(implementation = PublishedEvents.class)))
    @APIResponse(
            responseCode = "202",
            description = "Accepted and stored",
            content = @Content(schema = @Schema(implementation = AcceptedEvents.class)))
    public Uni<Response> publishBatch(
            @PathParam("tenant") String tenant, @HeaderParam("Idempotency-Key") String idempotencyKey, byte[] body) {
        return answer(publishing.publishBatch(tenant, body, idempotencyKey), EventsResource::summaries);
    }

    static Uni<Response> answer(
            CompletionStage<List<Acceptance>> acceptances, Function<List<Acceptance>, Object> body) {
        return Uni.createFrom().completionStage(acceptances).map(all -> {
            var response = Response.accepted(body.apply(all));
            return isRepeated(all) ? response.header(REPLAYED, true).build() : response.build();
        });
    }

    /** Whether it is the answer of an earlier request. */
    static boolean isRepeated(List<Acceptance> all) {
        return all.stream().allMatch(Acceptance.Repeated.class::isInstance);
    }

    static AcceptedEvents summaries(List<Acceptance> all) {
        return new AcceptedEvents(all.stream().map(EventsResource::summary).toList());
    }

    static EventSummary summary(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Kept kept -> kept.event();
            case Acceptance.Repeated repeated -> repeated.event();
            case Acceptance.KeyReused reused when reused.idempotencyKey() -> throw ApiException.idempotencyKeyReused();
            case Acceptance.KeyReused _ ->
                throw ApiException.conflict("id", "Another event was published under this id before");
        };
    }

    @GET
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "listEvents", summary = "List events, newest first")
    public Page<EventView> list(
            @PathParam("tenant") String tenant,
            @QueryParam("type") String type,
            @QueryParam("channel") String channel,
            @QueryParam("since") Instant since,
            @QueryParam("until") Instant until,
            @BeanParam PageRequest page)
            throws SQLException {
        return events.list(tenant, new EventRepository.Filter(type, channel, since, until), page);
    }

    @GET
    @Path("{event}")
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "getEvent", summary = "Look at an event with its payload")
    public EventView get(@PathParam("tenant") String tenant, @PathParam("event") String event) throws SQLException {
        return events.find(tenant, event).orElseThrow(() -> ApiException.notFound("event"));
    }

    @DELETE
    @Path("{event}")
    @RunOnVirtualThread
    @Access(Permission.PUBLISH)
    @Operation(
            operationId = "cancelEvent",
            summary = "Cancel what has not been sent of an event",
            description = "Deliveries that wait for deliverAt, or for their endpoint, and were never attempted become "
                    + "cancelled. What was attempted, or is on its way at this moment, is not touched. The event stays "
                    + "listed.")
    @APIResponse(responseCode = "200", description = "Cancelled, now or before")
    @APIResponse(responseCode = "409", description = "Nothing of it waits unsent")
    public CancelledEvent cancel(@PathParam("tenant") String tenant, @PathParam("event") String event)
            throws SQLException {
        return new CancelledEvent(
                cancelling.cancel(tenant, event, Caller.of(identity).name()));
    }

    @DELETE
    @Path("{event}/payload")
    @RunOnVirtualThread
    @Access(Permission.MANAGE)
    @Operation(
            operationId = "expungePayload",
            summary = "Expunge an event's payload",
            description = "The event stays listed, its payload and what receivers answered to it are gone for good. "
                    + "Deliveries that wait become dead letters with the reason payload_expunged, and none can be sent "
                    + "again. An attempt that is being made at this moment may still carry the payload.")
    @APIResponse(responseCode = "204", description = "Expunged, now or before")
    public void expungePayload(@PathParam("tenant") String tenant, @PathParam("event") String event)
            throws SQLException {
        expunging.expunge(tenant, event);
    }
}
