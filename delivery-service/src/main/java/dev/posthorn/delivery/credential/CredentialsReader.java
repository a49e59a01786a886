package dev.posthorn.delivery.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.posthorn.foundation.secret.Secret;

import java.net.URI;
import java.util.List;

/** Reads credentials out of the JSON that subscription-service seals. */
public final class CredentialsReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CredentialsReader() {}

    /** @throws IllegalArgumentException when the JSON is senseless; its message shows nothing of it */
    public static Credentials read(Secret sealed) {
        JsonNode json = parse(sealed);
        String type = json.path("type").asText();
        return switch (type) {
            case "basic" -> new Credentials.Basic(text(json, "username"), secret(json, "password"));
            case "bearer" -> new Credentials.Bearer(secret(json, "token"));
            case "apiKey" -> new Credentials.ApiKey(text(json, "header"), secret(json, "value"));
            case "oauth2" ->
                new Credentials.OAuth2(
                        URI.create(text(json, "tokenUrl")),
                        text(json, "clientId"),
                        secret(json, "clientSecret"),
                        texts(json, "scopes"),
                        json.hasNonNull("audience") ? text(json, "audience") : null);
            case "mtls" -> new Credentials.MutualTls(text(json, "certificate"), secret(json, "privateKey"));
            default -> throw new IllegalArgumentException("Unknown kind of credentials: " + type);
        };
    }

    private static JsonNode parse(Secret sealed) {
        try {
            return JSON.readTree(sealed.reveal());
        } catch (JsonProcessingException e) {
            // Without its cause, whose message would show a part of them.
            throw new IllegalArgumentException("The credentials cannot be read");
        }
    }

    private static Secret secret(JsonNode json, String field) {
        return new Secret(text(json, field));
    }

    private static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("The credentials have no " + field);
        }
        return json.path(field).asText();
    }

    /** A list, or one text with blanks between, as OAuth itself writes scopes; empty when there is none. */
    private static List<String> texts(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual()
                ? List.of(value.asText().trim().split(" +"))
                : value.valueStream().map(JsonNode::asText).toList();
    }
}
