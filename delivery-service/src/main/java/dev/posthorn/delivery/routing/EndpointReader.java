package dev.posthorn.delivery.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.delivery.signing.SigningKey;
import dev.posthorn.foundation.expression.Expression;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.secret.SecretCipher;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes endpoints out of the catalog's records: opens secrets, and sets Posthorn's defaults where nothing was said. */
final class EndpointReader {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final SecretCipher cipher;
    private final Duration defaultTimeout;
    private final List<Duration> defaultSchedule;

    EndpointReader(SecretCipher cipher, Duration defaultTimeout, List<Duration> defaultSchedule) {
        this.cipher = cipher;
        this.defaultTimeout = defaultTimeout;
        this.defaultSchedule = List.copyOf(defaultSchedule);
    }

    /** @throws IllegalArgumentException, IllegalStateException when the record is senseless or sealed under another key */
    Endpoint read(EndpointRecord record) {
        return new Endpoint(
                EndpointId.parse(record.id()),
                record.version(),
                record.tenantId(),
                URI.create(record.url()),
                Endpoint.Status.valueOf(record.status().toUpperCase(Locale.ROOT)),
                record.subscriptions().stream()
                        .map(EndpointReader::subscription)
                        .toList(),
                record.secrets().stream()
                        .map(it -> SigningKey.of(cipher.open(it.sealed(), record.id()), it.expiresAt()))
                        .toList(),
                headers(record),
                record.timeout() == null ? defaultTimeout : record.timeout(),
                record.retrySchedule() == null ? defaultSchedule : record.retrySchedule(),
                record.form() == null ? Endpoint.DEFAULT_FORM : record.form(),
                record.pace() == null ? Endpoint.DEFAULT_PACE : record.pace(),
                record.region(),
                urls(record));
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
