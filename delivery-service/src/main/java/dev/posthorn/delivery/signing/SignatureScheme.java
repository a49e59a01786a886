package dev.posthorn.delivery.signing;

import dev.posthorn.foundation.secret.Secret;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/** How an endpoint's requests are signed. */
public sealed interface SignatureScheme {

    String DEFAULT_HEADER = "X-Webhook-Signature";

    /**
     * @param name {@code standard}, {@code standard-ed25519} or {@code hex}; null for the first. Both standard ones sign by
     *     each key's own kind, so that keys of both may be live while an endpoint goes over from one to the other.
     * @param header of {@code hex}; null for the default
     */
    static SignatureScheme of(String name, String header) {
        return switch (name) {
            case null -> new Standard();
            case "standard", "standard-ed25519" -> new Standard();
            case "hex" -> new Hex(header == null ? DEFAULT_HEADER : header);
            default -> throw new IllegalArgumentException("Unknown signature scheme: " + name);
        };
    }

    /** @throws IllegalArgumentException when the scheme cannot use the secret */
    SigningKey key(Secret secret, Instant expiresAt);

    /**
     * Signs a request.
     *
     * @param keys the current one first
     * @param id the value of {@code webhook-id}
     * @param at the moment that {@code webhook-timestamp} tells
     * @param headers takes the header that holds the signature
     */
    void sign(List<SigningKey> keys, String id, Instant at, byte[] body, BiConsumer<String, String> headers);

    /** Standard Webhooks 1.0. */
    record Standard() implements SignatureScheme {

        @Override
        public SigningKey key(Secret secret, Instant expiresAt) {
            return SigningKey.of(secret, expiresAt);
        }

        @Override
        public void sign(
                List<SigningKey> keys, String id, Instant at, byte[] body, BiConsumer<String, String> headers) {
            headers.accept(StandardWebhooks.SIGNATURE, StandardWebhooks.sign(keys, id, at, body));
        }
    }

    /**
     * For older receivers: the hex HMAC-SHA256 of the body alone, keyed with the whole secret as text. A header has room for
     * one signature, which is the current key's: receivers change over at the moment of the rotation.
     */
    record Hex(String header) implements SignatureScheme {

        @Override
        public SigningKey key(Secret secret, Instant expiresAt) {
            return new HmacKey(secret.reveal().getBytes(StandardCharsets.UTF_8), expiresAt);
        }

        @Override
        public void sign(
                List<SigningKey> keys, String id, Instant at, byte[] body, BiConsumer<String, String> headers) {
            keys.stream()
                    .filter(key -> key.isUsedAt(at))
                    .findFirst()
                    .ifPresent(key -> headers.accept(header, HexFormat.of().formatHex(key.sign(body))));
        }
    }
}
