package dev.posthorn.subscription.tenant;

import dev.posthorn.foundation.id.TenantId;
import dev.posthorn.foundation.json.JsonText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;

/** A tenant to create. */
public record NewTenant(
        @Schema(description = "Of your choice, for good") @NotNull
        TenantId id,

        @NotBlank @Size(max = 200, message = "must have at most 200 characters")
        String name,

        @Schema(description = "Who is told by e-mail of failing endpoints; may be empty")
        @NotNull
        @Size(max = 20, message = "must have at most 20 addresses")
        List<@NotNull Contact> contacts,

        @Schema(type = SchemaType.OBJECT, description = "Anything of your own, as a JSON object of at most 8 KiB")
        JsonText metadata) {

    TenantOptions options() {
        return new TenantOptions(name, contacts, metadata);
    }
}
