package dev.posthorn.subscription.endpoint.auth;

import dev.posthorn.subscription.endpoint.option.HeaderRules;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Optional;

/** A key in a header of the receiver's choice. */
public record ApiKeyAuth(
        @Schema(required = true, examples = "X-Api-Key") String header,
        @Schema(required = true) String value) implements Auth {

    public ApiKeyAuth {
        AuthText.checkPresent("auth.header", header);
        AuthText.checkPresent("auth.value", value);
        HeaderRules.checkName("auth.header", header);
        HeaderRules.checkValue("auth.value", value);
    }

    @Override
    public Auth hidden() {
        return new ApiKeyAuth(header, HIDDEN);
    }

    @Override
    public Optional<String> headerName() {
        return Optional.of(header);
    }

    @Override
    public String toString() {
        return "ApiKeyAuth[" + header + "]";
    }
}
