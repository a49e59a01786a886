package dev.posthorn.subscription.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.posthorn.contracts.ContractsJson;
import dev.posthorn.contracts.EndpointRecord;
import dev.posthorn.subscription.endpoint.option.Batching;
import dev.posthorn.subscription.endpoint.option.ConcurrencyLimit;
import dev.posthorn.subscription.endpoint.option.Format;
import dev.posthorn.subscription.endpoint.option.OnDeadLetter;
import dev.posthorn.subscription.endpoint.option.Ordering;
import dev.posthorn.subscription.endpoint.option.RateLimit;
import dev.posthorn.subscription.endpoint.option.Region;
import dev.posthorn.subscription.endpoint.option.RegionalUrls;
import dev.posthorn.subscription.endpoint.option.Signature;

import java.util.Map;

/**
 * How requests to an endpoint look and go: options that the table need not understand, and keeps as one JSON object. Null
 * stands for Posthorn's default.
 */
record DeliveryOptions(
        RateLimit rateLimit,
        ConcurrencyLimit concurrency,
        Format format,
        Signature signature,
        Batching batching,
        Ordering ordering,
        OnDeadLetter onDeadLetter,
        Region region,
        RegionalUrls urls) {

    static final DeliveryOptions DEFAULTS = new DeliveryOptions(null, null, null, null, null, null, null, null, null);

    static DeliveryOptions of(EndpointOptions options) {
        return new DeliveryOptions(
                options.rateLimit(),
                options.concurrency(),
                options.format() == Format.ENVELOPE ? null : options.format(),
                options.signature().equals(Signature.STANDARD) ? null : options.signature(),
                options.batching(),
                options.ordering() == Ordering.NONE ? null : options.ordering(),
                options.onDeadLetter(),
                options.region(),
                options.urls().isEmpty() ? null : options.urls());
    }

    /** @param json null for the defaults */
    static DeliveryOptions ofJson(String json) {
        try {
            return json == null ? DEFAULTS : ContractsJson.MAPPER.readValue(json, DeliveryOptions.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored options cannot be read: " + json, e);
        }
    }

    /** Null for the defaults. */
    String toJson() {
        try {
            return equals(DEFAULTS) ? null : ContractsJson.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Options cannot be written: " + this, e);
        }
    }

    /** As the catalog has it; null when nothing differs from the defaults, so that plain endpoints stay small. */
    EndpointRecord.Form toForm(String sealedAuth) {
        if (format == null && signature == null && sealedAuth == null) {
            return null;
        }
        Signature signed = signature == null ? Signature.STANDARD : signature;
        return new EndpointRecord.Form(
                (format == null ? Format.ENVELOPE : format).toString(),
                signed.scheme().toString(),
                signed.header(),
                sealedAuth);
    }

    /** As the catalog has it; null when nothing differs from the defaults. */
    EndpointRecord.Pace toPace() {
        if (rateLimit == null && concurrency == null && batching == null && ordering == null) {
            return null;
        }
        return new EndpointRecord.Pace(
                rateLimit == null ? null : rateLimit.perSecond(),
                concurrency == null ? null : concurrency.atOnce(),
                batching == null
                        ? null
                        : new EndpointRecord.Batching(batching.maxEvents(), batching.maxWait(), batching.maxBytes()),
                (ordering == null ? Ordering.NONE : ordering).toString(),
                (onDeadLetter == null ? OnDeadLetter.SKIP : onDeadLetter).toString());
    }

    String regionName() {
        return region == null ? null : region.value();
    }

    /** Null for none. */
    Map<String, String> regionalUrls() {
        return urls == null ? null : urls.values();
    }
}
