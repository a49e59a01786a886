package dev.posthorn.subscription.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.ApiKeyId;
import dev.posthorn.foundation.id.TenantId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/** An API key that was just created. */
@Schema(name = "CreatedApiKey")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CreatedKey(
        ApiKeyId id,
        String name,

        @Schema(nullable = true, description = "Null for a key of the operator")
        TenantId tenantId,

        List<Scope> scopes,
        @Schema(nullable = true) Instant expiresAt,
        Instant createdAt,

        @Schema(description = "Shown in this answer only") KeyText key) {}
