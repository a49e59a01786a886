package dev.posthorn.delivery.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.posthorn.foundation.id.ScheduleId;
import dev.posthorn.foundation.idempotency.Idempotent;
import dev.posthorn.foundation.identity.Access;
import dev.posthorn.foundation.identity.Permission;
import dev.posthorn.foundation.json.MergePatch;
import dev.posthorn.foundation.list.Page;
import dev.posthorn.foundation.list.PageRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import java.sql.SQLException;

/** {@code /v1/tenants/{tenant}/schedules}. Whoever may publish may have it done again and again. */
@Path("/v1/tenants/{tenant}/schedules")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Schedules", description = "Recurring events: published whenever a cron expression says so")
public class SchedulesResource {

    private static final String NEW_SCHEDULE = """
            {"name": "weekly-report", "cron": "0 9 * * 1", "timeZone": "Europe/Berlin", "type": "report.due",
             "payload": {"report": "weekly"}}""";

    private static final String PAUSED = """
            {"enabled": false}""";

    private final Schedules schedules;

    SchedulesResource(Schedules schedules) {
        this.schedules = schedules;
    }

    @POST
    @Idempotent
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Access(Permission.PUBLISH)
    @APIResponseSchema(value = Schedule.class, responseCode = "201")
    @Operation(
            operationId = "createSchedule",
            summary = "Store a recurring event",
            description = "Each time is published exactly once, whatever happens to the instances. Times that passed "
                    + "while no instance was running are made up for by one event.")
    public RestResponse<Schedule> create(
            @PathParam("tenant") String tenant,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            examples = @ExampleObject(name = "weekly", value = NEW_SCHEDULE)))
                    @NotNull
                    @Valid
                    ScheduleOptions schedule)
            throws SQLException {
        Schedule created = schedules.create(tenant, schedule);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .header(HttpHeaders.LOCATION, "/v1/tenants/" + tenant + "/schedules/" + created.id())
                .build();
    }

    @GET
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "listSchedules", summary = "List recurring events, newest first")
    public Page<Schedule> list(@PathParam("tenant") String tenant, @BeanParam PageRequest page) throws SQLException {
        return schedules.list(tenant, page);
    }

    @GET
    @Path("{schedule}")
    @RunOnVirtualThread
    @Access(Permission.READ)
    @Operation(operationId = "getSchedule", summary = "Look at a recurring event")
    public Schedule get(@PathParam("tenant") String tenant, @PathParam("schedule") ScheduleId schedule)
            throws SQLException {
        return schedules.get(tenant, schedule);
    }

    @PATCH
    @Path("{schedule}")
    @Consumes({MediaType.APPLICATION_JSON, MergePatch.MEDIA_TYPE})
    @RunOnVirtualThread
    @Access(Permission.PUBLISH)
    @Operation(
            operationId = "changeSchedule",
            summary = "Change a recurring event",
            description =
                    "A JSON merge patch (RFC 7396): what is absent stays, null restores the default. The payload is "
                            + "replaced as a whole.")
    public Schedule change(
            @PathParam("tenant") String tenant,
            @PathParam("schedule") ScheduleId schedule,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = ScheduleOptions.class),
                                            examples = @ExampleObject(name = "pause", value = PAUSED)))
                    ObjectNode patch)
            throws SQLException {
        return schedules.change(tenant, schedule, MergePatch.required(patch));
    }

    @DELETE
    @Path("{schedule}")
    @RunOnVirtualThread
    @Access(Permission.PUBLISH)
    @Operation(operationId = "deleteSchedule", summary = "Delete a recurring event; what was published stays")
    public void delete(@PathParam("tenant") String tenant, @PathParam("schedule") ScheduleId schedule)
            throws SQLException {
        schedules.delete(tenant, schedule);
    }
}
