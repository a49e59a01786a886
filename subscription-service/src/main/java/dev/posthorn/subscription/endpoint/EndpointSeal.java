package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.secret.Secret;
import dev.posthorn.foundation.secret.SecretCipher;
import dev.posthorn.foundation.secret.SecretsConfig;
import dev.posthorn.subscription.endpoint.auth.Auth;
import dev.posthorn.subscription.endpoint.option.RequestHeaders;
import dev.posthorn.subscription.endpoint.option.WebhookSecret;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;

/** Seals what of an endpoint must not be seen, for its table and its messages, under the endpoint's id. */
@ApplicationScoped
class EndpointSeal {

    private final SecretCipher cipher;

    EndpointSeal(SecretsConfig config) {
        this.cipher = new SecretCipher(config.key(), config.previousKeys().orElse(List.of()));
    }

    String seal(WebhookSecret secret, EndpointId endpoint) {
        return cipher.seal(new Secret(secret.reveal()), endpoint.toString());
    }

    WebhookSecret openSecret(String sealed, EndpointId endpoint) {
        return new WebhookSecret(cipher.open(sealed, endpoint.toString()).reveal());
    }

    /** As a JSON object; null for no headers. */
    String seal(RequestHeaders headers, EndpointId endpoint) {
        if (headers.values().isEmpty()) {
            return null;
        }
        return sealJson(headers, endpoint);
    }

    /** As a JSON object; null for no credentials. */
    String seal(Auth auth, EndpointId endpoint) {
        return auth == null ? null : sealJson(auth, endpoint);
    }

    private String sealJson(Object value, EndpointId endpoint) {
        try {
            String json = ContractsJson.MAPPER.writeValueAsString(value);
            return cipher.seal(new Secret(json), endpoint.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is secret of " + endpoint + " cannot be written");
        }
    }

    RequestHeaders openHeaders(String sealed, EndpointId endpoint) {
        return sealed == null ? RequestHeaders.NONE : openJson(sealed, RequestHeaders.class, endpoint);
    }

    /** Null for no credentials. */
    Auth openAuth(String sealed, EndpointId endpoint) {
        return sealed == null ? null : openJson(sealed, Auth.class, endpoint);
    }

    private <T> T openJson(String sealed, Class<T> type, EndpointId endpoint) {
        try {
            String json = cipher.open(sealed, endpoint.toString()).reveal();
            return ContractsJson.MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            // Without its cause, whose message would show a part of it.
            throw new IllegalStateException("What is secret of " + endpoint + " cannot be read");
        }
    }
}
