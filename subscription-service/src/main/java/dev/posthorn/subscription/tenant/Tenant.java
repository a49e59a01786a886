package dev.posthorn.subscription.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.json.JsonText;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/** A tenant, as the API shows it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Tenant(
        TenantId id,
        String name,
        List<Contact> contacts,
        @Schema(type = SchemaType.OBJECT, nullable = true) JsonText metadata,
        Instant createdAt,
        Instant updatedAt) {}
