package dev.posthorn.subscription.endpoint.auth;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Optional;

/**
 * The credentials of an endpoint. Each kind has one part that is secret; answers show {@link #HIDDEN} in its place, and
 * whoever sends that back means the secret that is there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "basic", value = BasicAuth.class),
    @JsonSubTypes.Type(name = "bearer", value = BearerAuth.class),
    @JsonSubTypes.Type(name = "apiKey", value = ApiKeyAuth.class),
    @JsonSubTypes.Type(name = "oauth2", value = OAuth2Auth.class),
    @JsonSubTypes.Type(name = "mtls", value = MtlsAuth.class)
})
@Schema(
        oneOf = {BasicAuth.class, BearerAuth.class, ApiKeyAuth.class, OAuth2Auth.class, MtlsAuth.class},
        discriminatorProperty = "type",
        discriminatorMapping = {
            @DiscriminatorMapping(value = "basic", schema = BasicAuth.class),
            @DiscriminatorMapping(value = "bearer", schema = BearerAuth.class),
            @DiscriminatorMapping(value = "apiKey", schema = ApiKeyAuth.class),
            @DiscriminatorMapping(value = "oauth2", schema = OAuth2Auth.class),
            @DiscriminatorMapping(value = "mtls", schema = MtlsAuth.class)
        })
public sealed interface Auth permits BasicAuth, BearerAuth, ApiKeyAuth, OAuth2Auth, MtlsAuth {

    String HIDDEN = "(hidden)";

    String AUTHORIZATION = "Authorization";

    /** The same credentials with their secret hidden. */
    Auth hidden();

    /** The request header that holds them, if one does. */
    Optional<String> headerName();

    default boolean hidesItsSecret() {
        return equals(hidden());
    }
}
