package dev.posthorn.delivery.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.delivery.credential.CredentialsReader;
import dev.posthorn.delivery.signing.SignatureScheme;
import dev.posthorn.delivery.signing.SigningKey;
import dev.posthorn.foundation.expression.Expression;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.secret.SecretCipher;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes endpoints out of the catalog's records: opens secrets, and sets Posthorn's defaults where nothing was said. */
final class EndpointReader {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final SecretCipher cipher;
    private final Duration defaultTimeout;

    EndpointReader(SecretCipher cipher, Duration defaultTimeout) {
        this.cipher = cipher;
        this.defaultTimeout = defaultTimeout;
    }

    /** @throws IllegalArgumentException, IllegalStateException when the record is senseless or sealed under another key */
    Endpoint read(EndpointRecord record) {
        RequestForm form = form(record);
        return new Endpoint(
                EndpointId.parse(record.id()),
                record.version(),
                record.tenantId(),
                URI.create(record.url()),
                Endpoint.Status.valueOf(record.status().toUpperCase(Locale.ROOT)),
                record.subscriptions().stream()
                        .map(EndpointReader::subscription)
                        .toList(),
                signingKeys(record, form.scheme()),
                headers(record),
                record.timeout() == null ? defaultTimeout : record.timeout(),
                record.retrySchedule(),
                form,
                record.pace() == null ? Endpoint.DEFAULT_PACE : record.pace(),
                record.region(),
                urls(record));
    }

    private RequestForm form(EndpointRecord record) {
        EndpointRecord.Form form = record.form();
        return form == null
                ? RequestForm.DEFAULT
                : new RequestForm(
                        Format.of(form.format()),
                        SignatureScheme.of(form.scheme(), form.signatureHeader()),
                        form.sealedAuth() == null
                                ? null
                                : CredentialsReader.read(cipher.open(form.sealedAuth(), record.id())));
    }

    private List<SigningKey> signingKeys(EndpointRecord record, SignatureScheme scheme) {
        var keys = new ArrayList<SigningKey>();
        for (EndpointRecord.SigningSecret secret : record.secrets()) {
            try {
                keys.add(scheme.key(cipher.open(secret.sealed(), record.id()), secret.expiresAt()));
            } catch (IllegalArgumentException e) {
                // One of before a change of the scheme, which the new one cannot use, must not stop deliveries.
                if (secret.expiresAt() == null) {
                    throw e;
                }
            }
        }
        return List.copyOf(keys);
    }

    private static SubscriptionPattern subscription(EndpointRecord.Subscription record) {
        return new SubscriptionPattern(
                record.id(),
                record.eventType(),
                record.channels(),
                record.filter() == null ? null : Expression.stored(record.filter()),
                record.transform() == null ? null : Expression.stored(record.transform()));
    }

    private static Map<String, URI> urls(EndpointRecord record) {
        return record.urls() == null
                ? Map.of()
                : record.urls().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> URI.create(it.getValue())));
    }

    private Map<String, String> headers(EndpointRecord record) {
        if (record.sealedHeaders() == null) {
            return Map.of();
        }
        try {
            String json = cipher.open(record.sealedHeaders(), record.id()).reveal();
            return Map.copyOf(ContractsJson.MAPPER.readValue(json, HEADERS));
        } catch (JsonProcessingException e) {
            // Without its cause, whose message would show a part of the headers.
            throw new IllegalStateException("The headers of " + record.id() + " cannot be read");
        }
    }
}
