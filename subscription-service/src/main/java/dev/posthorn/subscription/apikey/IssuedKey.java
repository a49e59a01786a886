package dev.posthorn.subscription.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthorn.foundation.id.ApiKeyId;
import dev.posthorn.foundation.id.TenantId;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/** An API key, as the API shows it: without the key. */
@Schema(name = "ApiKey")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record IssuedKey(
        ApiKeyId id,
        String name,

        @Schema(nullable = true, description = "Null for a key of the operator")
        TenantId tenantId,

        List<Scope> scopes,
        @Schema(nullable = true) Instant expiresAt,
        Instant createdAt) {

    /** The one answer that shows the key. */
    CreatedKey with(KeyText key) {
        return new CreatedKey(id, name, tenantId, scopes, expiresAt, createdAt, key);
    }
}
