package dev.posthorn.subscription.apikey;

import dev.posthorn.foundation.id.TenantId;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.Set;

/** An API key to create. */
public record NewApiKey(
        @Schema(examples = "CI") @NotBlank @Size(max = 200, message = "must have at most 200 characters")
        String name,

        @Schema(
                description =
                        "The one tenant it reaches. Left out by the operator, it is a key of the operator; left out "
                                + "by a tenant's caller, it is a key of that tenant")
        TenantId tenantId,

        @Schema(description = "What it may be used for; manage includes read. Only what its creator may do, too")
        @NotEmpty(message = "must name at least one scope")
        Set<@NotNull Scope> scopes,

        @Schema(description = "When it stops working; without it, never")
        Instant expiresAt) {}
